"""The list of a batch's enrolments: its columns, and the rows that the filters leave."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q

from accounts.names import clean_person_name
from candidates.models import Enrolment, EnrolmentQuerySet
from candidates.selectors import NO_CLASS
from documents.list_columns import NAME, ListColumn, ordering
from ostami.clock import SHANGHAI

SEQUENCE = "sequence"
EnrolmentColumn = ListColumn[Enrolment]


def _handed_in(enrolment: Enrolment) -> str:
    at = enrolment.submitted_at
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else ""


COLUMNS = (
    EnrolmentColumn(SEQUENCE, "报名序号", lambda row, _: row.sequence, ("sequence",), width=8),
    EnrolmentColumn(NAME, "姓名", lambda row, _: row.candidate.name, ("candidate__name",)),
    EnrolmentColumn("number", "证件号码", lambda row, _: row.candidate.masked_number),
    EnrolmentColumn("item", "工种等级", lambda row, _: str(row.batch_item), ("batch_item",), width=24),
    EnrolmentColumn("class", "班级", lambda row, _: row.class_name, ("class_name",), blank="—"),
    EnrolmentColumn(
        "institution", "院校或单位", lambda row, _: row.institution, ("institution",), width=24, blank="—"
    ),
    EnrolmentColumn("submitted", "提交时间", lambda row, _: _handed_in(row), ("submitted_at",), width=16),
)


def known_sort(asked: str) -> str:
    """Return the order asked for, or the one of the first submissions."""
    sortable = {column.key for column in COLUMNS if column.order}
    return asked if asked.removeprefix("-") in sortable else SEQUENCE


def narrow(
    enrolments: EnrolmentQuerySet, asked: Mapping[str, Any], *, warned: Collection[int]
) -> EnrolmentQuerySet:
    """Return the enrolments that the filters leave.

    Args:
        enrolments: which.
        asked: valid filters by name, those not set left out: `q`, `item`, `class_name`, `warned`.
        warned: the keys of those of whom a warning speaks.
    """
    found = enrolments
    if word := asked.get("q"):
        found = found.filter(_called(word))
    if item := asked.get("item"):
        found = found.filter(batch_item=item)
    if name := asked.get("class_name"):
        found = found.filter(class_name="" if name == NO_CLASS else name)
    return found.filter(pk__in=warned) if asked.get("warned") else found


def ordered(enrolments: EnrolmentQuerySet, sort: str) -> EnrolmentQuerySet:
    """Return the enrolments in the order asked for; equals in that of their first submissions."""
    return enrolments.order_by(*ordering(COLUMNS, sort, first=SEQUENCE), "sequence")


def _called(word: str) -> Q:
    named = Q(candidate__name__icontains=clean_person_name(word))
    number = word.strip()
    return named | Q(sequence=int(number)) if number.isascii() and number.isdigit() else named
