"""Making, copying, changing and deleting blueprints."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from accounts.views.rows import MoreRowsMixin
from question_bank.blueprint_facts import facts_of, plain
from question_bank.blueprint_rules import MOST_QUOTAS, warnings_of
from question_bank.forms.blueprint_rows import POINTS_LIST
from question_bank.forms.blueprints import BLOCK_LABELS, KINDS, QUOTAS, BlueprintForm
from question_bank.kinds import QuestionKind
from question_bank.models import Blueprint
from question_bank.selectors.blueprints import points_of
from question_bank.services.blueprints import (
    BlueprintMovedError,
    change_blueprint,
    delete_blueprint,
    make_blueprint,
    not_own,
)

MOST = {KINDS: len(QuestionKind), QUOTAS: MOST_QUOTAS}
COPY_MARK = "（副本）"


class BlueprintFormPage(MoreRowsMixin, ScopedFormView):
    """A blueprint to fill in."""

    abstract = True
    model = Blueprint
    form_class = BlueprintForm
    template_name = "question_bank/blueprint_form.html"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the form shows."""
        return super().get_queryset().select_related("trade__occupation").prefetch_related("rows")

    def store(self, form: BlueprintForm) -> Blueprint:
        """Write what was typed."""
        raise NotImplementedError

    def act(self, form: BlueprintForm) -> str:
        """Store the blueprint, say what is unusual about it, and show it."""
        facts = form.facts()
        stored = self.store(form)
        messages.success(
            self.request, f"组卷方案“{stored.name}”已保存，共 {facts.questions} 题，{plain(facts.total)} 分。"
        )
        for warning in warnings_of(facts):
            messages.warning(self.request, warning)
        return stored.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the blocks of rows and their limits."""
        context = super().get_context_data(**{"case": self.object, **kwargs})
        blocks = [
            (prefix, rows, BLOCK_LABELS[prefix], MOST[prefix])
            for prefix, rows in context["form"].blocks.items()
        ]
        return {**context, "block_list": blocks, "points_list": POINTS_LIST, "points": points_of(self.actor)}


class BlueprintNew(BlueprintFormPage):
    """A new blueprint, empty or as a copy of one in scope."""

    permission = Perm.QUESTION_EDIT
    heading = "新建组卷方案"

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Any:
        """There is none yet."""
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        """Begin with what is copied."""
        source = self.request.GET.get("copy", "")
        kwargs = super().get_form_kwargs()
        if not source.isascii() or not source.isdigit():
            return kwargs
        copied = get_object_or_404(self.get_queryset(), pk=int(source))
        name = f"{copied.name[: 60 - len(COPY_MARK)]}{COPY_MARK}"
        return {**kwargs, "facts": facts_of(copied), "initial": {"name": name}}

    def store(self, form: BlueprintForm) -> Blueprint:
        """Make it."""
        return make_blueprint(facts=form.facts(), actor=self.actor, at=arrived_at(self.request))


class OwnBlueprintPage(ScopedFormView):
    """A page on which the owner changes a blueprint; others are led back with the reason."""

    abstract = True
    model = Blueprint

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form to the owner."""
        self.object = self.get_object()
        for problem in not_own(self.object, self.actor):
            messages.warning(request, str(problem))
            return redirect(self.object)
        return super().get(request, *args, **kwargs)


class BlueprintEdit(BlueprintFormPage, OwnBlueprintPage):
    """Change a blueprint."""

    permission = Perm.QUESTION_EDIT
    heading = "修改组卷方案"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Show what is stored."""
        return {**super().get_form_kwargs(), "facts": facts_of(self.object), "stored": True}

    def store(self, form: BlueprintForm) -> Blueprint:
        """Change it; ask again where it was changed meanwhile."""
        try:
            return change_blueprint(
                blueprint=self.object,
                facts=form.facts(),
                actor=self.actor,
                seen=form.seen,
                at=arrived_at(self.request),
            )
        except BlueprintMovedError:
            form.seen = form.shown
            raise


class BlueprintDelete(OwnBlueprintPage):
    """Ask before a blueprint is deleted."""

    permission = Perm.QUESTION_EDIT
    form_class = ConfirmForm
    template_name = "question_bank/blueprint_delete.html"
    heading = "删除组卷方案"
    submit_label = "确认删除"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name what goes."""
        return super().get_context_data(**{"case": self.object, **kwargs})

    def act(self, form: ConfirmForm) -> str:
        """Delete it and go to the list."""
        name = self.object.name
        delete_blueprint(blueprint=self.object, actor=self.actor, at=arrived_at(self.request))
        messages.success(self.request, f"组卷方案“{name}”已删除。")
        return reverse("question_bank:blueprints")
