"""Writing a question: its kind, its form, a new version, and taking a draft back."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalFormView, ScopedFormView
from ostami.problems import BlockedError, refuse_if
from question_bank.forms.questions import QuestionForm, shown
from question_bank.kinds import QuestionKind
from question_bank.looks import record_question_look
from question_bank.models import Question
from question_bank.services.questions import change_problems, change_question, make_question
from question_bank.services.versions import discard_draft, new_version


class QuestionNew(PortalFormView):
    """Choose a kind, and then write a question of it."""

    permission = Perm.QUESTION_EDIT
    form_class: type[Form] = QuestionForm
    template_name = "question_bank/question_form.html"
    submit_label = "保存草稿"
    done = "试题已保存为草稿。请核对后提交复核。"

    @cached_property
    def kind(self) -> QuestionKind | None:
        """The kind that the address names."""
        asked = self.request.GET.get("kind", "")
        return QuestionKind(asked) if asked in QuestionKind.values else None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let the kind be chosen first."""
        if self.kind is None:
            self.template_name, self.form_class = "question_bank/question_kinds.html", ConfirmForm
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the kind to the form."""
        kwargs = super().get_form_kwargs()
        return {**kwargs, "kind": self.kind} if self.kind else kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the kinds."""
        heading = f"编写{self.kind.label}" if self.kind else "选择题型"
        kwargs = {"heading": heading, "kinds": QuestionKind.choices, "back": _list(), **kwargs}
        return super().get_context_data(**kwargs)

    def act(self, form: Any) -> str:
        """Store the draft and go to its page."""
        if self.kind is None:
            return self.request.path
        made = make_question(kind=self.kind, actor=self.actor, at=arrived_at(self.request), **form.facts())
        return made.get_absolute_url()


class OwnQuestionForm(ScopedFormView):
    """A form on one question of the actor's scope."""

    abstract = True
    model = Question
    permission = Perm.QUESTION_EDIT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        return super().get_context_data(
            **{"question": self.object, "back": self.object.get_absolute_url(), **kwargs}
        )


class QuestionEdit(OwnQuestionForm):
    """Change an open question."""

    form_class: type[Form] = QuestionForm
    template_name = "question_bank/question_form.html"
    submit_label = "保存"
    done = "试题已保存。"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or why the question can't be changed."""
        self.object = self.get_object()
        try:
            refuse_if(change_problems(self.object, self.actor))
        except BlockedError as blocked:
            return self.refused(blocked)
        record_question_look(self.object, actor=self.actor)
        return super().get(request, *args, **kwargs)

    def refused(self, blocked: BlockedError) -> HttpResponse:
        """Say why there is nothing to fill in: the words of others' questions are on their page alone."""
        self.template_name, self.form_class = "question_bank/question_refused.html", ConfirmForm
        context = self.get_context_data(form=ConfirmForm(actor=self.actor), problems=blocked.problems)
        return self.render_to_response(context, status=409)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand kind and question to the form, with what is stored."""
        kwargs = super().get_form_kwargs()
        return {
            **kwargs,
            "initial": shown(self.object),
            "kind": QuestionKind(self.object.kind),
            "question": self.object,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the kind."""
        return super().get_context_data(**{"heading": f"修改{self.object.get_kind_display()}", **kwargs})

    def act(self, form: QuestionForm) -> str:
        """Store the change and go back to the question."""
        at = arrived_at(self.request)
        changed = change_question(question=self.object, actor=self.actor, at=at, **form.facts())
        return changed.get_absolute_url()


class QuestionVersion(OwnQuestionForm):
    """Begin a new version of an active question."""

    form_class = ConfirmForm
    template_name = "question_bank/question_version.html"
    heading = "出新版本"
    submit_label = "开始编写新版本"
    done = "已复制为新版本草稿。复核通过前，原题照常使用。"

    def act(self, form: ConfirmForm) -> str:
        """Make the draft and open its form."""
        draft = new_version(question=self.object, actor=self.actor, at=arrived_at(self.request))
        return reverse("question_bank:question_edit", kwargs={"pk": draft.pk})


class QuestionDiscard(OwnQuestionForm):
    """Ask before a draft is deleted."""

    form_class = ConfirmForm
    template_name = "question_bank/question_discard.html"
    heading = "删除草稿"
    submit_label = "确认删除"
    done = "试题草稿已删除。"

    def act(self, form: ConfirmForm) -> str:
        """Delete it and go to the list."""
        discard_draft(question=self.object, actor=self.actor, at=arrived_at(self.request))
        return _list()


def _list() -> str:
    return reverse("question_bank:questions")
