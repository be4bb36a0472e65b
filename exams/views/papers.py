"""Papers at the exam station: who signs, signing, copies, and whose copy a number was."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.debug import sensitive_post_parameters

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalFormView, PortalTemplateView, ScopedFormView
from exams.forms.papers import KeepersForm, PasswordForm, TraceForm
from exams.models import PaperSize
from exams.papers.keepers import refuse_to_name
from exams.papers.signing import JOINED
from exams.papers.tracing import facts_of, traced
from exams.papers.use_page import use_page
from exams.services.papers import hand_out, name_keepers, sign_paper
from ostami.downloads import PDF, file_response
from ostami.problems import BlockedError
from question_bank.models import PaperUse
from question_bank.paper_kinds import PaperPart
from stations.models import Station
from stations.staffing import keeps_staff


class Keepers(PortalFormView):
    """A station names who signs for its papers."""

    permission = Perm.PAPER_KEEPERS
    form_class = KeepersForm
    template_name = "exams/papers/keepers.html"
    heading = "试卷签收人"
    done = "试卷签收人已保存。"

    @cached_property
    def station(self) -> Station:
        """The actor's station, for who keeps its staff."""
        station: Station = get_object_or_404(Station, organisation=self.actor.organisation_id)
        refuse_to_name(station, self.actor)
        return station

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the station to the form."""
        return {**super().get_form_kwargs(), "station": self.station}

    def act(self, form: KeepersForm) -> str:
        """Store who is ticked."""
        users, at = form.cleaned_data["users"], arrived_at(self.request)
        name_keepers(station=self.station, users=users, actor=self.actor, at=at)
        return reverse("exams:paper_keepers")


class UsePage(ScopedFormView):
    """The paper of a batch's trade: its window, who signed, its parts, and every copy."""

    permission = Perm.PAPER_COPIES
    http_method_names: Sequence[str] = ("get", "head", "options")
    model = PaperUse
    form_class = PasswordForm
    template_name = "exams/papers/use.html"

    def get_queryset(self) -> QuerySet[Any]:
        """Join all that the page names."""
        return super().get_queryset().select_related(*JOINED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the person may see of the paper by then."""
        page = use_page(self.object, self.actor, at=arrived_at(self.request))
        may_name = keeps_staff(self.object.item.batch.station, self.actor)
        return super().get_context_data(use=self.object, page=page, may_name=may_name, **kwargs)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class Sign(UsePage):
    """Sign for a paper with the password."""

    permission = Perm.PAPER_SIGN
    http_method_names = ("post", "options")
    done = "已签收。现在可以下载试卷，每次下载都有单独的编号，请妥善保管。"

    def act(self, form: PasswordForm) -> str:
        """Sign."""
        password = form.cleaned_data["password"]
        sign_paper(use=self.object, password=password, actor=self.actor, at=arrived_at(self.request))
        return reverse("exams:paper_use", args=[self.object.pk])


class Download(UsePage):
    """Hand a part out; a refusal is told on the paper's page."""

    permission = Perm.PAPER_SIGN
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the file."""
        self.object = self.get_object()
        try:
            handed = hand_out(use=self.object, actor=self.actor, at=arrived_at(request), **self._asked())
        except BlockedError as blocked:
            messages.error(request, "没有下载，原因见下。")
            context = self.get_context_data(form=PasswordForm(actor=self.actor), refused=blocked.problems)
            return self.render_to_response(context, status=422)
        return file_response(handed.content, handed.file_name, PDF)

    def _asked(self) -> dict[str, str]:
        part, size = self.kwargs["part"], self.kwargs["size"]
        if part not in PaperPart or size not in PaperSize:
            raise Http404
        return {"part": part, "size": size}


class Trace(PortalTemplateView):
    """Whose copy a number was; the number stands in the address."""

    permission = Perm.PAPER_COPIES
    template_name = "exams/papers/trace.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the copy that was asked for, in the person's scope."""
        form = TraceForm(self.request.GET) if "number" in self.request.GET else TraceForm()
        copy = traced(form.cleaned_data["number"], self.actor) if form.is_valid() else None
        facts = facts_of(copy) if copy else []
        return super().get_context_data(form=form, copy=copy, facts=facts, **kwargs)
