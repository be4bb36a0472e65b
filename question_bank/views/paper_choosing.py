"""Choosing questions of the bank for a paper: in the place of another, or more."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from ostami.problems import BlockedError, Problem
from question_bank.forms.paper_questions import AddForm, CandidateFilter, SwapForm
from question_bank.looks import record_question_looks
from question_bank.models import Question
from question_bank.selectors.candidates import any_of, bank_of, candidates_for
from question_bank.services.paper_edits import add_questions, replace_question
from question_bank.views.paper_editing import QuestionsForm, card_of

PAGE_SIZE = 20
NONE_LEFT = Problem("题库中没有可以更换的同题型试题", "4.5.1-10", "请补充试题，复核启用后再更换")


class ChoicePage(QuestionsForm):
    """Questions of the bank to choose from; those shown are looked at."""

    abstract = True
    choice: ClassVar[str]

    @property
    def of_kind(self) -> str:
        """The kind that alone is offered, if it is given."""
        return ""

    @property
    def like(self) -> Question | None:
        """The question to be replaced, if there is one."""
        return None

    @cached_property
    def filter_form(self) -> CandidateFilter:
        """What is asked for."""
        return CandidateFilter(self.request.GET, of_kind=self.of_kind)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand over what may be chosen."""
        return {**super().get_form_kwargs(), "bank": bank_of(self.object)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of what the filters leave, and how many more neighbouring papers ask."""
        rows = self.filter_form.left_of(bank_of(self.object))
        candidates = candidates_for(self.object, rows, like=self.like)
        free = [one for one in candidates if not one.recent]
        paginator = Paginator(free, PAGE_SIZE)
        page = paginator.get_page(self.request.GET.get("page"))
        found = Question.objects.in_bulk([one.key for one in page.object_list])
        record_question_looks(list(found.values()), actor=self.actor)
        return super().get_context_data(
            filter_form=self.filter_form,
            filtered=any(self.request.GET.get(name) for name in self.filter_form.fields),
            paginator=paginator,
            page_obj=page,
            choice=self.choice,
            recent=len(candidates) - len(free),
            lookback=settings.PAPER_LOOKBACK,
            cards=[card_of(found[one.key]) for one in page.object_list],
            **kwargs,
        )


class PaperSwap(ChoicePage):
    """Put another question of the kind in a question's place: a chosen one, or one by chance."""

    permission = Perm.QUESTION_EDIT
    form_class = SwapForm
    choice = "by"
    template_name = "question_bank/paper_swap.html"
    heading = "更换试题"
    submit_label = "换成所选试题"

    @property
    def of_kind(self) -> str:
        """Offer the question's kind alone."""
        return self.asked.question.kind

    @property
    def like(self) -> Question:
        """Offer what is most like it first."""
        return self.asked.question

    def act(self, form: SwapForm) -> str:
        """Exchange it and go back to the others."""
        question = self.asked.question
        by = self._by_chance() if form.by_chance else form.cleaned_data["by"]
        at = arrived_at(self.request)
        replace_question(paper=self.object, question=question, by=by, actor=self.actor, at=at)
        messages.success(self.request, f"第 {self.asked.place} 题已更换。")
        return self.edit_page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the question itself."""
        record_question_looks([self.asked.question], actor=self.actor)
        return super().get_context_data(**{"row": self.asked, "card": card_of(self.asked.question), **kwargs})

    def _by_chance(self) -> Question:
        rows = bank_of(self.object)
        found = any_of(candidates_for(self.object, rows.filter(kind=self.of_kind), like=self.like))
        if found is None:
            raise BlockedError([NONE_LEFT])
        return rows.get(pk=found)


class PaperAdd(ChoicePage):
    """Add questions of the bank."""

    permission = Perm.QUESTION_EDIT
    form_class = AddForm
    choice = "questions"
    template_name = "question_bank/paper_add.html"
    heading = "添加试题"
    submit_label = "添加所选试题"

    def act(self, form: AddForm) -> str:
        """Add them and show all."""
        chosen = list(form.cleaned_data["questions"].order_by("pk"))
        add_questions(paper=self.object, questions=chosen, actor=self.actor, at=arrived_at(self.request))
        messages.success(self.request, f"已添加 {len(chosen)} 题，请核对题序和分值。")
        return self.edit_page
