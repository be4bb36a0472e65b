"""The page of a batch's scores."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm, Role, refusal
from accounts.views.base import ScopedFormView
from batches.models import Batch, BatchItem
from candidates.models import Enrolment
from exams.forms import ScoreGridForm
from exams.grading import ExamGrade
from exams.guards import scores_open
from exams.models import PUBLISHED
from exams.scoring.confirming import confirmed
from exams.scoring.panels import item_scores
from exams.scoring.papers import papers_of
from exams.seating.tickets import ticket_number
from exams.selectors import by_item, examined, score_events, score_summary, scores_of
from exams.services import record_scores
from ostami.policy import EXCELLENT_SCORE, GOOD_SCORE, PASS_SCORE, SCORE_MAX
from ostami.problems import Problem

# A page's form stays below the number of fields that the server takes (four a person at most).
GRID_PEOPLE = 450
# The grades' borders for the script that shows a grade while it is typed; the best first.
BORDERS = {
    "max": int(SCORE_MAX),
    "grades": [
        [int(EXCELLENT_SCORE), ExamGrade.EXCELLENT.label],
        [int(GOOD_SCORE), ExamGrade.GOOD.label],
        [int(PASS_SCORE), ExamGrade.PASSED.label],
        [0, ExamGrade.FAILED.label],
    ],
}


class ScoreGrid(ScopedFormView):
    """A batch's scores: the grid for the station while they can be entered, else the same as a table."""

    model = Batch
    permission = Perm.SCORE_VIEW
    form_class = ScoreGridForm
    template_name = "exams/scores.html"
    object: Batch

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the grid from whoever may enter scores."""
        if not self.actor.has_right(Perm.SCORE_EDIT):
            self.get_object()
            raise PermissionDenied(refusal(Perm.SCORE_EDIT, role=Role(self.actor.role)))
        return super().post(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """Join what the page names."""
        return super().get_queryset().select_related("station__organisation")

    @cached_property
    def everybody(self) -> list[Enrolment]:
        """The whole roster."""
        return list(examined(self.object))

    @cached_property
    def items(self) -> list[BatchItem]:
        """The trades and levels that have candidates."""
        return [item for item, _ in by_item(self.everybody)]

    @cached_property
    def item(self) -> BatchItem | None:
        """The one trade and level that the page shows; None for all of them."""
        wanted = self.request.GET.get("item", "")
        chosen = next((item for item in self.items if str(item.pk) == wanted), None)
        crowded = len(self.everybody) > GRID_PEOPLE
        return chosen or (self.items[0] if crowded else None)

    @property
    def people(self) -> list[Enrolment]:
        """The candidates that the page shows."""
        return [one for one in self.everybody if self.item is None or one.batch_item_id == self.item.pk]

    @property
    def reason_needed(self) -> bool:
        """Tell whether scores on the page were confirmed, so that a correction needs a reason."""
        found = confirmed(self.object, self.everybody)
        return bool(found) if self.item is None else self.item.pk in found

    @cached_property
    def closed(self) -> list[Problem]:
        """Why no scores can be entered at this moment."""
        return list(scores_open(self.object, at=arrived_at(self.request)))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the candidates to the grid."""
        return {**super().get_form_kwargs(), "enrolments": self.people}

    def act(self, form: ScoreGridForm) -> str:
        """Store the grid and come back to it."""
        at = arrived_at(self.request)
        changed = record_scores(
            batch=self.object,
            actor=self.actor,
            entries=form.entries,
            at=at,
            reason=form.cleaned_data["reason"],
        )
        left = score_summary(self.object).open
        rest = f"还有 {left} 名考生没有填全。" if left else "全部考生已填全，请由登记人以外的人员复核。"
        what = f"{len(changed)} 名考生有变动" if changed else "与上次相同"
        messages.success(self.request, f"成绩已保存，{what}。{rest}")
        address = reverse("exams:scores", kwargs={"pk": self.object.pk})
        return f"{address}?item={self.item.pk}" if self.item else address

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the summary, the trades to choose from, and the table for those who only read."""
        editable = self.actor.has_right(Perm.SCORE_EDIT) and (
            not self.closed or self.request.method == "POST"
        )
        papers = papers_of(self.people)
        table = [
            (
                item,
                [(one, ticket_number(one), scores_of(one), list(papers[one.pk].values())) for one in people],
            )
            for item, people in by_item(self.people)
        ]
        return super().get_context_data(
            **{
                "heading": "登记成绩" if editable else "考试成绩",
                "editable": editable,
                "closed": self.closed if self.object.status not in PUBLISHED else [],
                "items": self.items,
                "item": self.item,
                "table": table,
                "trades": item_scores(self.object, self.everybody),
                "may_enter": editable,
                "may_confirm": not self.closed and self.actor.has_right(Perm.SCORE_CONFIRM),
                "reason_needed": editable and self.reason_needed,
                "summary": score_summary(self.object),
                "borders": json.dumps(BORDERS, ensure_ascii=False),
                "events": score_events(self.object)[:20],
                **kwargs,
            }
        )
