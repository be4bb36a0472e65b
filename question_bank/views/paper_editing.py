"""A paper's questions: their order and points, and taking one out."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.rights import Perm
from ostami.problems import Problem
from question_bank.blueprint_facts import plain
from question_bank.forms.paper_arranging import ArrangeForm
from question_bank.looks import record_question_looks
from question_bank.models import Paper, PaperQuestion, Question
from question_bank.papers.drawn import still_unmet
from question_bank.papers.laid_out import by_kind
from question_bank.question_page import options_of
from question_bank.services.paper_edits import arrange_paper, edit_problems, remove_question
from question_bank.views.paper_writing import OpenPaperForm


class QuestionsForm(OpenPaperForm):
    """A form on the questions of a paper."""

    abstract = True
    object: Paper

    def problems(self, paper: Paper) -> list[Problem]:
        """Return why the person can't change its questions."""
        return list(edit_problems(paper, self.actor))

    @property
    def edit_page(self) -> str:
        """The page with all questions."""
        return reverse("question_bank:paper_edit", kwargs={"pk": self.object.pk})

    @cached_property
    def asked(self) -> PaperQuestion:
        """The question that the address names."""
        rows = self.object.questions.select_related("question")
        row = rows.filter(question=self.kwargs["question"]).first()
        if row is None:
            raise Http404
        return row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lead back to the page with all questions."""
        return super().get_context_data(**{"back": self.edit_page, **kwargs})


class PaperEdit(QuestionsForm):
    """All questions with place and points; looking at them is recorded."""

    permission = Perm.QUESTION_EDIT
    form_class = ArrangeForm
    template_name = "question_bank/paper_edit.html"
    heading = "调整试题和分值"
    submit_label = "保存题序和分值"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand over the questions by kind."""
        rows = list(self.object.questions.select_related("question"))
        record_question_looks([row.question for row in rows], actor=self.actor)
        return {**super().get_form_kwargs(), "parts": by_kind(rows)}

    def act(self, form: ArrangeForm) -> str:
        """Store order and points, and show them."""
        at = arrived_at(self.request)
        changed = arrange_paper(paper=self.object, order=form.order(), actor=self.actor, at=at)
        messages.success(self.request, f"已保存，全卷共 {plain(changed.points)} 分。")
        return self.edit_page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sums, and what is unusual."""
        own = {
            "count": self.object.questions.count(),
            "total": plain(self.object.points),
            "unmet": list(still_unmet(self.object)),
            "back": self.object.get_absolute_url(),
        }
        context = super().get_context_data(**{**own, **kwargs})
        return {**context, "sections": list(context["form"].sections())}


class PaperRemove(QuestionsForm):
    """Ask before a question is taken out; looking at it is recorded."""

    permission = Perm.QUESTION_EDIT
    form_class = ConfirmForm
    template_name = "question_bank/paper_remove.html"
    heading = "移除试题"
    submit_label = "确认移除"

    def act(self, form: ConfirmForm) -> str:
        """Take it out and go back to the others."""
        place = self.asked.place
        at = arrived_at(self.request)
        remove_question(paper=self.object, question=self.asked.question, actor=self.actor, at=at)
        messages.success(self.request, f"第 {place} 题已移除，其余试题重新编号。")
        return self.edit_page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the question."""
        record_question_looks([self.asked.question], actor=self.actor)
        return super().get_context_data(**{"row": self.asked, "card": card_of(self.asked.question), **kwargs})


def card_of(question: Question) -> dict[str, Any]:
    """Return what a page shows of a question."""
    content = question.content
    return {
        "question": question,
        "content": content,
        "options": options_of(content),
        "points": plain(question.points),
    }
