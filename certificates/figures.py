"""What a station's annual review says of its certificates."""

from datetime import date

from certificates.models import Certificate
from stations.figures import Figure, figure_provider
from stations.models import Station


@figure_provider
def certificate_figures(station: Station, year: int, *, on: date) -> list[Figure]:
    """Count the certificates issued in `year` that still stand for their holders."""
    issued = Certificate.objects.standing().filter(enrolment__batch__station=station, issued_on__year=year)
    return [Figure("核发证书", f"{issued.count()} 本")]
