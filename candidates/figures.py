"""What a station's annual review says of its candidates."""

from datetime import date

from candidates.models import Enrolment
from stations.figures import Figure, figure_provider
from stations.models import Station


@figure_provider
def enrolment_figures(station: Station, year: int, *, on: date) -> list[Figure]:
    """Count the people whom the station accepted for exams of `year`."""
    people = Enrolment.objects.filter(batch__station=station, batch__exam_date__year=year).accepted()
    return [Figure("报名人数", f"{people.count()} 人")]
