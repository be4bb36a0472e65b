"""The questions of a self-test, one a page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.autosave import AUTOSAVE_HEADER, AutosaveView
from question_bank.forms.self_tests import AnswerForm
from question_bank.kinds import QuestionKind
from question_bank.models import SelfTestAnswer
from question_bank.practice import public_answers
from question_bank.services.self_tests import save_answer
from question_bank.views.own_self_test import OwnTest

OVER = "自测已结束，这次作答没有保存；结束前保存的作答照常计分。"


class SelfTestPage(OwnTest, AutosaveView):
    """One question. Whatever button is pressed saves the answer first, so nothing is lost without scripts."""

    permission = Perm.SELF_TEST
    form_class = AnswerForm
    template_name = "question_bank/self_test_page.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the question; what is over leads to its result."""
        if self.is_over(self.get_object()):
            return redirect("question_bank:self_test_result", self.kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save the answer; after the end it is told that nothing was saved."""
        if self.is_over(self.get_object()) and AUTOSAVE_HEADER not in request.headers:
            messages.error(request, OVER)
            return redirect("question_bank:self_test_result", self.kwargs["pk"])
        return super().post(request, *args, **kwargs)

    @cached_property
    def answer(self) -> SelfTestAnswer:
        """The place that the address names; a 404 if there is none."""
        rows = SelfTestAnswer.objects.select_related("question")
        return get_object_or_404(rows, test=self.object, place=self.kwargs["place"])

    @cached_property
    def is_public(self) -> bool:
        """Whether the question may be shown still."""
        return public_answers().filter(pk=self.answer.pk).exists()

    def get_form(self, form_class: Any = None) -> Any:
        """Return the form; a 404 for what is sent to a question that isn't shown."""
        if not self.is_public:
            raise Http404
        return super().get_form(form_class)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the question and what is answered."""
        question = self.answer.question
        words = {"content": question.content, "kind": QuestionKind(question.kind)}
        return {**super().get_form_kwargs(), **words, "given": self.answer.given}

    def save(self, form: AnswerForm) -> None:
        """Store the answer."""
        at = arrived_at(self.request)
        save_answer(test=self.object, place=self.answer.place, given=form.given(), at=at)

    def act(self, form: AnswerForm) -> str:
        """Save, and go where the pressed button leads."""
        self.save(form)
        return self._address(self.request.POST.get("go", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the question in clear, and the way on."""
        if self.is_public:
            question = self.answer.question
            kwargs = {"content": question.content, "pictures": question.pictures.all(), **kwargs}
        else:
            kwargs = {"form": None, **kwargs}
        told = self.running_facts(self.object)
        last = len(told["places"])
        return super().get_context_data(answer=self.answer, last=last, **told, **kwargs)

    def _address(self, go: str) -> str:
        place = self.answer.place
        target = {"next": f"{place + 1}", "previous": f"{place - 1}"}.get(go, go)
        places = self.object.answers.values_list("place", flat=True)
        if target in map(str, places):
            return reverse("question_bank:self_test_page", args=[self.object.pk, target])
        address: str = self.object.get_absolute_url()
        return address
