"""Composing a paper, making one of a practical task, and deleting a draft."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalFormView, ScopedFormView
from ostami.problems import Problem
from question_bank.blueprint_facts import plain
from question_bank.forms.papers import ComposeForm, TaskPaperForm
from question_bank.models import Paper
from question_bank.services.papers import change_problems, compose_paper, discard_paper, paper_of_task


class PaperNew(PortalFormView):
    """Compose a paper by one of the own blueprints."""

    permission = Perm.QUESTION_EDIT
    form_class = ComposeForm
    template_name = "question_bank/paper_new.html"
    heading = "按方案组卷"
    submit_label = "组卷"

    def get_initial(self) -> dict[str, Any]:
        """Begin with the blueprint that the address names."""
        return {**super().get_initial(), "blueprint": self.request.GET.get("blueprint", "")}

    def act(self, form: ComposeForm) -> str:
        """Compose it and go to its page, which says what the bank couldn't give."""
        made = compose_paper(**form.cleaned_data, actor=self.actor, at=arrived_at(self.request))
        size = f"共 {made.questions.count()} 题，{plain(made.points)} 分"
        messages.success(self.request, f"{made}已组成，{size}。请核对后提交复核。")
        return made.get_absolute_url()


class PaperFromTask(PortalFormView):
    """Make a practical paper of an active task of the own bank."""

    permission = Perm.QUESTION_EDIT
    form_class = TaskPaperForm
    template_name = "question_bank/paper_from_task.html"
    heading = "用实操试题组卷"
    submit_label = "组卷"

    def get_initial(self) -> dict[str, Any]:
        """Begin with the task that the address names."""
        return {**super().get_initial(), "task": self.request.GET.get("task", "")}

    def act(self, form: TaskPaperForm) -> str:
        """Make it and go to its page."""
        made = paper_of_task(task=form.cleaned_data["task"], actor=self.actor, at=arrived_at(self.request))
        messages.success(self.request, f"{made}已组成。请核对后提交复核。")
        return made.get_absolute_url()


class OpenPaperForm(ScopedFormView):
    """A form on a paper that the person may change; others are told why not, and see none of its words."""

    abstract = True
    model = Paper

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the pages show."""
        return super().get_queryset().select_related("trade__occupation", "owner", "written_by__staff_member")

    def problems(self, paper: Paper) -> list[Problem]:
        """Return why the person can't change it."""
        return list(change_problems(paper, self.actor))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or the reason."""
        return self._refusal() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the form, or tell the reason."""
        return self._refusal() or super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the paper and the way back."""
        return super().get_context_data(
            **{"paper": self.object, "back": self.object.get_absolute_url(), **kwargs}
        )

    def _refusal(self) -> HttpResponse | None:
        paper: Paper = self.get_object()
        problems = self.problems(paper)
        if not problems:
            return None
        context = {"paper": paper, "problems": problems}
        return render(self.request, "question_bank/paper_refused.html", context, status=409)


class PaperDiscard(OpenPaperForm):
    """Ask before a draft is deleted."""

    permission = Perm.QUESTION_EDIT
    form_class = ConfirmForm
    template_name = "question_bank/paper_discard.html"
    heading = "删除试卷草稿"
    submit_label = "确认删除"

    def act(self, form: ConfirmForm) -> str:
        """Delete it and go to the list."""
        name = str(self.object)
        discard_paper(paper=self.object, actor=self.actor, at=arrived_at(self.request))
        messages.success(self.request, f"{name}已删除。")
        return reverse("question_bank:papers")
