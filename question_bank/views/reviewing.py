"""Handing in, and checking, many questions on one page with all their words."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalFormView
from question_bank.bulk_review import MOST, Result, move_many
from question_bank.forms.reviewing import ManyQuestionsForm
from question_bank.listing import waiting_for
from question_bank.looks import record_question_looks
from question_bank.models import ItemStatus, Question
from question_bank.question_page import facts_of, options_of


class ManyQuestions(PortalFormView):
    """Questions of the own bank, oldest first; those that are ticked are moved, each by itself."""

    abstract = True
    form_class = ManyQuestionsForm
    template_name = "question_bank/review.html"
    move: ClassVar[str]
    words: ClassVar[dict[str, str]]

    def mine(self) -> QuerySet[Question]:
        """Return the questions that are the person's to move, in any state."""
        raise NotImplementedError

    def waiting(self) -> QuerySet[Question]:
        """Return those that wait for the move."""
        raise NotImplementedError

    def own_bank(self) -> QuerySet[Question]:
        """Return the bank of the person's organisation with all that the page shows."""
        rows = Question.objects.visible_to(self.actor).filter(owner=self.actor.organisation).order_by("pk")
        joined = rows.select_related("trade__occupation", "owner", "written_by__staff_member")
        return joined.prefetch_related("pictures")

    @cached_property
    def shown(self) -> list[Question]:
        """The questions on the page; the look at them is recorded."""
        rows = list(self.waiting()[:MOST])
        record_question_looks(rows, actor=self.actor)
        return rows

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand over which questions can be meant."""
        return {**super().get_form_kwargs(), "questions": self.mine()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the questions with their words, or what became of each."""
        context = {"back": reverse("question_bank:questions"), "most": MOST, "words": self.words, **kwargs}
        if "outcomes" not in context:
            words = [(row, row.content) for row in self.shown]
            context["cards"] = [(row, content, options_of(content), facts_of(row)) for row, content in words]
        context["left"] = self.waiting().count() - len(context.get("cards", ()))
        return super().get_context_data(**context)

    def form_valid(self, form: ManyQuestionsForm) -> HttpResponse:
        """Move what was ticked, and show what became of each."""
        chosen = list(form.cleaned_data["questions"][:MOST])
        outcomes = move_many(chosen, self.move, actor=self.actor, at=arrived_at(self.request))
        done = sum(outcome.result is Result.DONE for outcome in outcomes)
        return self.render_to_response(self.get_context_data(form=form, outcomes=outcomes, done=done))


class QuestionReview(ManyQuestions):
    """What others wrote and handed in, to be passed."""

    permission = Perm.QUESTION_CHECK
    heading = "批量复核"
    submit_label = "通过所选试题"
    move = "approve"
    words: ClassVar[dict[str, str]] = {
        "done": "已通过",
        "left": "待我复核",
        "tick": "已核对，通过",
        "intro": "由他人编写、待我复核的试题，先提交的在前。"
        "请逐题核对题目和答案，勾选无误的一并通过；需要修改的请打开试题退回。",
        "empty": "没有待您复核的试题。同一机构的其他人员提交试题后，会出现在这里。",
    }

    def mine(self) -> QuerySet[Question]:
        """Return what others wrote."""
        return self.own_bank().exclude(written_by=self.actor)

    def waiting(self) -> QuerySet[Question]:
        """Return what the person may check."""
        return self.mine().filter(pk__in=waiting_for(self.actor).order_by().values("pk"))


class QuestionSubmitMany(ManyQuestions):
    """The person's own drafts, to be handed in."""

    permission = Perm.QUESTION_EDIT
    heading = "批量提交复核"
    submit_label = "提交所选试题"
    move = "submit"
    words: ClassVar[dict[str, str]] = {
        "done": "已提交",
        "left": "我的草稿",
        "tick": "已核对，提交复核",
        "intro": "由我编写的草稿，先编写的在前。"
        "请核对后勾选，一并提交给另一名人员复核；需要修改的请打开试题。",
        "empty": "您没有未提交的草稿。",
    }

    def mine(self) -> QuerySet[Question]:
        """Return what the person wrote."""
        return self.own_bank().filter(written_by=self.actor)

    def waiting(self) -> QuerySet[Question]:
        """Return the drafts among them; what was returned is mended on its own page."""
        return self.mine().filter(status=ItemStatus.DRAFT)
