"""What a station's annual review says of its certificates."""

from datetime import date

from certificates.models import Certificate
from stations.figures import Figure, figure_provider
from stations.models import Station


@figure_provider
def certificate_figures(station: Station, year: int, *, on: date) -> list[Figure]:
    """Count the holders who got a certificate in `year` and still have one.

    One that took another's place since counts in the year of the first.
    """
    first = {"enrolment__certificates__replaces": None, "enrolment__certificates__issued_on__year": year}
    issued = Certificate.objects.standing().filter(enrolment__batch__station=station, **first)
    return [Figure("核发证书", f"{issued.count()} 本")]
