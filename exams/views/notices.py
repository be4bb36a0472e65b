"""The public's pages of results in notice, and management's of objections to them."""

from typing import Any

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PublicMixin, ScopedFormView, ScopedListView, add_problems
from exams.forms.publishing import AnswerForm, ObjectionForm
from exams.models import Objection, PublicNotice
from exams.publishing.notices import is_running, known, listed, running
from exams.publishing.objecting import answer_objection, raise_objection
from ostami import clock
from ostami.problems import BlockedError
from ostami.senders import sender_of


class Notices(PublicMixin, TemplateView):
    """The results that are in notice today."""

    template_name = "exams/publishing/notices.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the notices that run."""
        on = clock.day_of(arrived_at(self.request))
        return super().get_context_data(notices=list(running(on=on)), **kwargs)


@method_decorator(never_cache, name="dispatch")
class Notice(PublicMixin, FormView[ObjectionForm]):
    """One notice: who passed, by name and ticket number alone, while it runs; and the form to object."""

    template_name = "exams/publishing/notice.html"
    form_class = ObjectionForm

    @cached_property
    def notice(self) -> PublicNotice:
        """The notice, if its results stand."""
        return get_object_or_404(known(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the names while the notice runs."""
        open_today = is_running(self.notice, on=clock.day_of(arrived_at(self.request)))
        found = listed(self.notice) if open_today else []
        return super().get_context_data(
            notice=self.notice, running=open_today, listed=found, problems=[], **kwargs
        )

    def form_valid(self, form: ObjectionForm) -> HttpResponse:
        """Store the objection; say why where it isn't taken."""
        try:
            raise_objection(
                notice=self.notice,
                at=arrived_at(self.request),
                sender=sender_of(self.request),
                **form.cleaned_data,
            )
        except BlockedError as blocked:
            add_problems(form, blocked.problems)
            return self.form_invalid(form)
        messages.success(self.request, "已收到您的异议，管理站核实后按您留下的联系方式答复。")
        return redirect("exams:notice", pk=self.notice.pk)

    def form_invalid(self, form: ObjectionForm) -> HttpResponse:
        """Show the form again with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Keep people's names out of every index."""
        response = super().render_to_response(context, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response


class Objections(ScopedListView):
    """Objections, those without an answer first."""

    model = Objection
    permission = Perm.OBJECTION_VIEW
    template_name = "exams/publishing/objections.html"

    def get_queryset(self) -> QuerySet[Any]:
        """Put what waits on top."""
        rows = super().get_queryset().select_related("notice__batch__station__organisation", "answered_by")
        return rows.order_by(F("answered_at").desc(nulls_first=True), "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell whether the person answers."""
        return super().get_context_data(answers=self.actor.has_right(Perm.OBJECTION_ANSWER), **kwargs)


class ObjectionAnswer(ScopedFormView):
    """Answer an objection."""

    model = Objection
    permission = Perm.OBJECTION_ANSWER
    form_class = AnswerForm
    template_name = "exams/publishing/objection.html"
    heading = "答复公示异议"
    submit_label = "提交答复"
    done = "已记录答复。请按对方留下的联系方式告知。"
    object: Objection

    def get_queryset(self) -> QuerySet[Any]:
        """Join the batch."""
        return super().get_queryset().select_related("notice__batch__station__organisation")

    def act(self, form: AnswerForm) -> str:
        """Store the answer."""
        answer_objection(
            objection=self.object,
            answer=form.cleaned_data["answer"],
            actor=self.actor,
            at=arrived_at(self.request),
        )
        return reverse("exams:objections")
