"""The list of questions, a question's page, and the moves along its life cycle."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.base import ScopedDetailView
from documents.list_columns import ListColumn
from question_bank.columns import FIRST_SORT, columns_for
from question_bank.forms.listing import QuestionFilter, WordsForm
from question_bank.listing import Found, listed_questions, search_words, twins_of, waiting_for
from question_bank.looks import record_listing, record_question_look, record_search
from question_bank.models import ItemStatus, Question
from question_bank.question_page import facts_of, options_of, versions_of
from question_bank.services.questions import change_problems
from question_bank.views.bank_list import BankList
from workflow.views import TransitionView


class QuestionList(BankList):
    """The banks in scope. Words to look for are sent by POST, so that no address or log holds them."""

    permission = Perm.QUESTION_VIEW
    model = Question
    template_name = "question_bank/questions.html"
    filter_class = QuestionFilter
    first_sort = FIRST_SORT

    @cached_property
    def columns(self) -> Sequence[ListColumn[Question]]:
        """The columns that the person sees."""
        return columns_for(self.actor)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the questions that the valid filters leave, in the order asked for."""
        return listed_questions(actor=self.actor, asked=self.filter_form.asked(), sort=self.sort)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Look for words in what the filters leave."""
        form = WordsForm(request.POST)
        words = form.cleaned_data["words"] if form.is_valid() else ""
        self.object_list = self.get_queryset()
        found = search_words(self.object_list, words) if words else None
        if found:
            record_search(found, actor=self.actor)
        return self.render_to_response(self.get_context_data(words_form=form, found=found))

    def shown(self, context: dict[str, Any]) -> list[Question]:
        """Return what was found, or the page's rows; the look at their beginnings is recorded."""
        found: Found | None = context["found"]
        rows = list(found.questions if found else context["object_list"])
        record_listing(rows, actor=self.actor)
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form for words, and how many wait for the person."""
        waiting = waiting_for(self.actor).count()
        return super().get_context_data(
            **{"words_form": WordsForm(), "found": None, "waiting": waiting, **kwargs}
        )


class QuestionPage(ScopedDetailView):
    """One question: words, answer, pictures, versions, history; a look at an exam question is recorded."""

    permission = Perm.QUESTION_VIEW
    model = Question
    template_name = "question_bank/question.html"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page shows."""
        rows = super().get_queryset()
        return rows.select_related("trade__occupation", "owner", "written_by__staff_member", "supersedes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Record the look, and add the words in clear."""
        question: Question = self.object
        record_question_look(question, actor=self.actor)
        content = question.content
        return super().get_context_data(
            content=content,
            options=options_of(content),
            facts=facts_of(question),
            versions=versions_of(question),
            pictures=question.pictures.all(),
            twins=twins_of(question)[:5],
            next_waiting=waiting_for(self.actor).exclude(pk=question.pk).order_by("pk").first(),
            may_change=self._may_change,
            may_supersede=self._may_supersede,
            **kwargs,
        )

    @property
    def _may_change(self) -> bool:
        edits = self.actor.has_right(Perm.QUESTION_EDIT)
        return edits and not any(change_problems(self.object, self.actor))

    @property
    def _may_supersede(self) -> bool:
        own = self.object.owner_id == self.actor.organisation_id and self.actor.has_right(Perm.QUESTION_EDIT)
        return own and self.object.status == ItemStatus.ACTIVE and not hasattr(self.object, "superseded_by")


class QuestionMove(TransitionView):
    """Hand in, check, return or retire a question."""

    permission = Perm.QUESTION_VIEW
    model = Question
