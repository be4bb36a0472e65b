"""The list of papers, a paper's page, and the moves along its life cycle."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.base import ScopedDetailView
from accounts.views.lists import FilteredListView
from ostami import clock
from question_bank.forms.paper_filter import PaperFilter
from question_bank.models import Paper
from question_bank.paper_listing import COLUMNS, FIRST_SORT, columns_for, listed_papers
from question_bank.paper_page import facts_of_paper, is_readable, may_know_all, warnings_of_paper, words_of
from question_bank.papers.printing import parts_of
from question_bank.services.papers import change_problems
from workflow.views import TransitionView


class PaperList(FilteredListView):
    """Papers in scope; filters and order are kept in the address."""

    model = Paper
    permission = Perm.QUESTION_VIEW
    template_name = "question_bank/papers.html"

    @cached_property
    def filter_form(self) -> PaperFilter:
        """What is asked for."""
        return PaperFilter(self.request.GET, actor=self.actor)

    @property
    def sort(self) -> str:
        """The column to sort by, with ``-`` before it for downwards."""
        asked = self.request.GET.get("sort", "")
        known = {column.key for column in COLUMNS if column.order}
        return asked if asked.removeprefix("-") in known else FIRST_SORT

    def get_paginate_by(self, queryset: Any) -> int:
        """Return how many rows a page has."""
        return self.filter_form.page_size

    def get_queryset(self) -> QuerySet[Paper]:
        """Return the papers that the valid filters leave, in the order asked for."""
        return listed_papers(actor=self.actor, asked=self.filter_form.asked(), sort=self.sort)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add heads and rows."""
        columns, today = columns_for(self.actor), clock.today()
        context = super().get_context_data(
            heads=[column.head(self.sort) for column in columns],
            sort=self.sort,
            may_edit=self.actor.has_right(Perm.QUESTION_EDIT),
            **kwargs,
        )
        rows = [(row, [column.cell(row, today) for column in columns]) for row in context["object_list"]]
        return {**context, "rows": rows, "filtered": bool(self.filter_form.asked())}


class PaperPage(ScopedDetailView):
    """One paper: how it was made, its parts, its questions for those who may read them, its exams."""

    model = Paper
    permission = Perm.QUESTION_VIEW
    template_name = "question_bank/paper.html"
    context_object_name = "paper"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page shows."""
        rows = super().get_queryset()
        joined = rows.select_related("trade__occupation", "owner", "written_by__staff_member", "task")
        return joined.prefetch_related("uses__item__batch__station", "files")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words of a paper of the own bank that isn't sealed, which is a look at them."""
        paper: Paper = self.object
        edits = self.actor.has_right(Perm.QUESTION_EDIT)
        readable = is_readable(paper, self.actor)
        return super().get_context_data(
            readable=readable,
            words=words_of(paper, actor=self.actor) if readable else None,
            facts=facts_of_paper(paper, actor=self.actor, at=clock.now()),
            knows_all=may_know_all(paper, self.actor, at=clock.now()),
            warnings=warnings_of_paper(paper),
            parts=parts_of(paper) if readable else (),
            uses=paper.uses.visible_to(self.actor).select_related("item__batch__station__organisation"),
            own=paper.owner_id == self.actor.organisation_id,
            may_change=edits and not any(change_problems(paper, self.actor)),
            **kwargs,
        )


class PaperMove(TransitionView):
    """Hand in, check, return, seal or withdraw a paper."""

    permission = Perm.QUESTION_VIEW
    model = Paper
