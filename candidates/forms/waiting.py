"""What the list of whoever waits for the review is narrowed by; kept in the address."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet

from accounts.form_fields import filter_choice, search_word
from accounts.names import fold
from batches.models import Batch
from candidates.models import Enrolment, EnrolmentStatus

PAGE_SIZES = (20, 50, 100)
STATUSES = (
    (EnrolmentStatus.STAMPED.value, "待审核"),
    (EnrolmentStatus.SUBMITTED.value, "待上传盖章表"),
)


class WaitingFilter(forms.Form):
    """Name or school, batch, status, and how many a page."""

    q = search_word("考生", "姓名、院校或单位、班级")
    batch = filter_choice("批次")
    status = filter_choice("状态", STATUSES[1:], nothing=STATUSES[0][1])
    size = filter_choice(
        "每页", [(size, f"{size} 条") for size in PAGE_SIZES[1:]], nothing=f"{PAGE_SIZES[0]} 条"
    )

    def __init__(self, *args: Any, batches: Iterable[Batch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(batch.pk), str(batch)) for batch in batches]
        cast("forms.ChoiceField", self.fields["batch"]).choices = [("", "全部"), *offered]
        self.is_valid()

    def narrow(self, waiting: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
        """Return whom the valid filters leave."""
        asked = self.cleaned_data
        waiting = waiting.filter(status=asked.get("status") or EnrolmentStatus.STAMPED)
        if asked.get("batch"):
            waiting = waiting.filter(batch=asked["batch"])
        if word := fold(asked.get("q") or ""):
            fields = ("candidate__name", "institution", "class_name")
            found = Q()
            for field in fields:
                found |= Q(**{f"{field}__icontains": word})
            waiting = waiting.filter(found)
        return waiting

    @property
    def page_size(self) -> int:
        """How many rows a page has."""
        return int(self.cleaned_data.get("size") or PAGE_SIZES[0])
