"""What the list of batches is narrowed by."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.conf import settings
from django.db.models import Q

from accounts.form_fields import filter_choice
from accounts.models import User
from accounts.rights import Role
from batches.deciding.queue import by_branch
from batches.forms.case_filter import CaseFilter, seen_statuses
from batches.models import BatchQuerySet, BatchStatus, CandidateType
from batches.models.batches import LAPSED, WAITING
from ostami import clock
from scope_catalog.choices import Scheme
from stations.selectors import provinces
from workflow.working_days import Special, add_working_days, special_days, working_days_between

LOOKUPS = {
    "q": "number__icontains",
    "year": "exam_date__year",
    "held_from": "exam_date__gte",
    "held_to": "exam_date__lte",
    "province": "station__organisation__province",
}
MORE = ("scheme", "candidate_type", "year", "held_from", "held_to", "province", "late")
SEES_PROVINCES = frozenset({Role.MANAGEMENT, Role.CENTRE})
ONE_DAY = timedelta(days=1)


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "form-control"}),
        error_messages={"invalid": "日期格式为 年-月-日，如 2026-09-01，未按它筛选。"},
    )


class BatchFilter(CaseFilter):
    """Number, status, year and station, and under 更多条件 what is asked for less often."""

    scheme = filter_choice("评价类别", Scheme.choices)
    candidate_type = filter_choice("考生类型", CandidateType.choices)
    held_from = _day("考试日期从")
    held_to = _day("考试日期到")
    late = forms.BooleanField(
        label="只看超期未办",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    province = filter_choice("省份")

    def __init__(self, *args: Any, actor: User, years: Iterable[int], **kwargs: Any) -> None:
        statuses = [*seen_statuses(BatchStatus, actor), (LAPSED.key, LAPSED.word)]
        super().__init__(*args, actor=actor, statuses=statuses, years=years, **kwargs)
        if actor.role in SEES_PROVINCES:
            field = cast("forms.ChoiceField", self.fields["province"])
            field.choices = [("", "全部"), *((name, name) for name in provinces())]
        else:
            del self.fields["province"]
        self.order_fields(["q", "status", "station", *MORE])

    def main_fields(self) -> list[forms.BoundField]:
        """The fields that always stand open."""
        return [field for field in self if field.name not in MORE]

    def more_fields(self) -> list[forms.BoundField]:
        """The fields under 更多条件."""
        return [field for field in self if field.name in MORE]

    def narrow(self, batches: BatchQuerySet, *, at: datetime) -> BatchQuerySet:
        """Return the batches that the filters leave at the instant `at`."""
        asked = self.asked()
        if asked.pop("late", False):
            batches = batches.filter(is_late(clock.day_of(at)))
        status = asked.pop("status", "")
        if status == LAPSED.key:
            batches = batches.lapsed(at)
        elif status:
            batches = batches.filter(status=status)
        if status == BatchStatus.APPROVED:
            batches = batches.open_for_enrolment(at)
        return batches.filter(**{LOOKUPS.get(name, name): value for name, value in asked.items()})


def is_late(today: date) -> Q:
    """Return the filter for batches with whose decision somebody is at least one working day late."""
    special = special_days()
    branch = _late_if_before(settings.BRANCH_WORKING_DAYS, today, special)
    management = _late_if_before(settings.BATCH_WORKING_DAYS, today, special)
    first = by_branch()
    late = Q(waiting_since__lt=branch) & first | Q(waiting_since__lt=management) & ~first
    return Q(status__in=WAITING) & late


def _late_if_before(days: int, today: date, special: Special) -> datetime:
    """Return the instant before which a case has come that is late `today`, its time being `days`."""
    since = today
    while not working_days_between(add_working_days(since, days, special), today, special):
        since -= ONE_DAY
    return datetime.combine(since + ONE_DAY, time(), clock.SHANGHAI)
