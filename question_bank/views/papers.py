"""The list of papers, a paper's page, and the moves along its life cycle."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.base import ScopedDetailView
from documents.list_columns import ListColumn
from ostami import clock
from question_bank.forms.paper_filter import PaperFilter
from question_bank.models import Paper
from question_bank.paper_listing import FIRST_SORT, columns_for, listed_papers
from question_bank.paper_page import facts_of_paper, is_readable, may_know_all, warnings_of_paper, words_of
from question_bank.papers.printing import parts_of
from question_bank.services.papers import change_problems
from question_bank.views.bank_list import BankList
from workflow.views import TransitionView


class PaperList(BankList):
    """Papers in scope."""

    model = Paper
    permission = Perm.QUESTION_VIEW
    template_name = "question_bank/papers.html"
    filter_class = PaperFilter
    first_sort = FIRST_SORT

    @cached_property
    def columns(self) -> Sequence[ListColumn[Paper]]:
        """The columns that the person sees."""
        return columns_for(self.actor)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the papers that the valid filters leave, in the order asked for."""
        return listed_papers(actor=self.actor, asked=self.filter_form.asked(), sort=self.sort)


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
        knows_all = may_know_all(paper, self.actor, at=clock.now())
        return super().get_context_data(
            readable=readable,
            words=words_of(paper, actor=self.actor) if readable else None,
            facts=facts_of_paper(paper, knows_all=knows_all),
            knows_all=knows_all,
            warnings=list(warnings_of_paper(paper)) if readable else [],
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
