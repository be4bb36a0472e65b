"""What the centre keeps: the prefix of a branch's numbers, and certificates from before the portal."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from accounts.identity import DocumentType
from accounts.models import User
from certificates.numbers.forms import PrefixForm
from certificates.numbers.prefixes import add_prefix
from certificates.register.former_import import import_former
from certificates.register.former_table import former_table
from documents.import_writing import template_workbook
from documents.keeping import keep_table
from ostami import clock
from portal.practice.days import Journey
from portal.practice.forms import filled, typed
from portal.practice.offices import branch_login
from portal.practice.people import PracticePerson
from scope_catalog.choices import Scheme

# Of no body: kind S, code 0000, province 32, number 000901.
PREFIX = "S000032000901"
IMPORTED = -90
# Holder, number, and what is printed; certificates of one station that no longer exists.
FORMER_STATION = "演练机械技工学校（已并入其他院校）"
ABILITY, SKILL_LEVEL = (str(one.label) for one in Scheme)
FORMER = (
    ("贾旧历", "YL2018-40001", ABILITY, "车工", "数控车工", "四级/中级工", "2018-07-12", ""),
    ("贾陈年", "YL2018-40002", ABILITY, "车工", "数控车工", "四级/中级工", "2018-07-12", ""),
    ("贾往昔", "YL2019-30001", ABILITY, "铣工", "", "三级/高级工", "2019-06-28", ""),
    ("贾从前", "YL2019-30002", ABILITY, "铣工", "", "三级/高级工", "2019-06-28", "2020-03-02"),
    ("贾昔日", "YL2020-50001", SKILL_LEVEL, "汽车维修检验工", "", "五级/初级工", "2020-11-20", ""),
)


def prefix_from(day: date, *, centre: User) -> None:
    """Enter the prefix of the practice branch's numbers from a day on."""
    branch = branch_login().organisation_id
    form = filled(
        PrefixForm(typed({"branch": branch, "characters": PREFIX, "valid_from": day}), actor=centre)
    )
    told = dict(form.cleaned_data)
    add_prefix(prefix=told.pop("characters"), actor=centre, **told)


def former_story(centre: User, *, today: date) -> Journey:
    """Bring former certificates in."""
    yield today + timedelta(IMPORTED)
    content = template_workbook(former_table(), _former_rows())
    kind = reverse("certificates:former_import")
    upload = keep_table(owner=centre, kind=kind, content=content, name="历史证书（演练）.xlsx")
    import_former(upload=upload, actor=centre, at=clock.now())


def _former_rows() -> Iterator[tuple[str, ...]]:
    for place, (name, number, scheme, occupation, trade, level, issued, revoked) in enumerate(FORMER):
        document = PracticePerson("", name, date(1992, 1 + place, 9), 300 + place).document_number
        printed = (scheme, occupation, trade, level, FORMER_STATION, issued, revoked)
        yield (number, name, DocumentType.RESIDENT_ID.label, document, *printed)
