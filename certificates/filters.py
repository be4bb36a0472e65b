"""Filters of the lists of certificates and of parcels."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from accounts.form_fields import filter_choice, search_word
from accounts.models import User
from accounts.names import fold
from accounts.rights import Role
from certificates.models import Certificate, CertificateStatus, Shipment, ShipmentStatus
from ostami import clock
from stations.models import Station

SEVERAL_STATIONS = (Role.MANAGEMENT, Role.CENTRE, Role.BRANCH)
YEARS = 10


def _of(word: str) -> Q:
    """Return the certificates of a name in full, or whose number begins with a word: both have an index."""
    return Q(holder_name=word) | Q(number__startswith=fold(word).upper())


class _ListFilter(forms.Form):
    """A word, a station for those who see several, a year and a status; kept in the address.

    Args:
        actor: whose list it is.
    """

    day = ""
    station_path = ""

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = clock.today().year
        year: Any = self.fields["year"]
        year.choices = [
            ("", "全部年度"),
            *((str(this_year - age), f"{this_year - age} 年") for age in range(YEARS)),
        ]
        if actor.role not in SEVERAL_STATIONS:
            del self.fields["station"]
        self.is_valid()

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that the valid filters leave."""
        asked = {name: word for name, word in self.cleaned_data.items() if word}
        if "status" in asked:
            rows = rows.filter(status=asked["status"])
        if "year" in asked:
            rows = rows.filter(**{f"{self.day}__year": int(asked["year"])})
        if "station" in asked:
            rows = rows.filter(**{f"{self.station_path}__in": Station.objects.search(asked["station"])})
        return rows.filter(self.named(asked["word"])) if "word" in asked else rows

    def named(self, word: str) -> Q:
        """Return the rows that a word names."""
        raise NotImplementedError


class CertificateFilter(_ListFilter):
    """Which certificates."""

    day, station_path = "issued_on", "enrolment__batch__station"
    word = search_word("姓名或证书编号", "姓名全名，或编号的开头")
    station = search_word("考试站", "编码或名称")
    year = filter_choice("发证年度", nothing="全部年度")
    status = filter_choice("状态", CertificateStatus.choices)

    def named(self, word: str) -> Q:
        """Return those of a name or number."""
        return _of(word)


class ShipmentFilter(_ListFilter):
    """Which parcels."""

    day, station_path = "sent_on", "batch__station"
    word = search_word("运单号、姓名或证书编号", "运单号的一部分、姓名全名，或编号的开头")
    station = search_word("考试站", "编码或名称")
    year = filter_choice("寄出年度", nothing="全部年度")
    status = filter_choice("状态", ShipmentStatus.choices)

    def named(self, word: str) -> Q:
        """Return those with a number, and those in which somebody's certificate lies."""
        inside = Shipment.certificates.through.objects.filter(
            certificate__in=Certificate.objects.filter(_of(word))
        )
        return Q(tracking_number__icontains=fold(word)) | Q(pk__in=inside.values("shipment"))
