"""Choosing what to apply for, starting it, and throwing a draft away."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from accounts.middleware import arrived_at
from accounts.rights import Perm, Role
from accounts.views.base import PortalFormView, PortalTemplateView
from scope_catalog.choices import Scheme
from stations.forms.sections import DraftForm
from stations.forms.starting import StartForm
from stations.models import ApplicationKind
from stations.sections import REQUIRED_FILES, SECTIONS, Section
from stations.services.drafting import discard
from stations.services.starting import KINDS_OF, in_hand, start_application, start_problems
from stations.views.applications.base import DraftView

HINTS = {
    ApplicationKind.ESTABLISHMENT: "学校申请建立考试站，填写审批登记表（服务指南 2.3）。",
    ApplicationKind.SCOPE_ADDITION: "增加评价工种或等级。",
    ApplicationKind.SCOPE_REDUCTION: "减少评价工种或等级，已批准的批次可以办完。",
    ApplicationKind.RENEWAL: "许可证到期前申请延续。",
    ApplicationKind.CHANGE: "承建单位信息或考试站人员变更。",
}


class New(PortalTemplateView):
    """What can be applied for, and what stands in the way."""

    permission = Perm.APPLICATION_EDIT
    template_name = "stations/applications/new.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a choice for each kind of application of the role."""
        choices = [self.choice(kind) for kind in KINDS_OF.get(Role(self.actor.role), ())]
        return super().get_context_data(**{"choices": choices, "heading": "新的申报", **kwargs})

    def choice(self, kind: ApplicationKind) -> dict[str, Any]:
        """Return a kind with its hint, the application in hand, and what blocks a new one."""
        found = in_hand(kind, self.actor)
        problems = () if found else list(start_problems(kind, self.actor, at=arrived_at(self.request)))
        return {"kind": kind, "hint": HINTS[kind], "in_hand": found, "problems": problems}


class Start(PortalFormView):
    """Start an application of one kind."""

    permission = Perm.APPLICATION_EDIT
    form_class = StartForm
    template_name = "stations/applications/start.html"
    submit_label = "开始填写"

    @property
    def kind(self) -> ApplicationKind:
        """The kind that the address names, among those of the role."""
        kinds = KINDS_OF.get(Role(self.actor.role), ())
        if self.kwargs["kind"] not in kinds:
            raise Http404
        return ApplicationKind(self.kwargs["kind"])

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the kind to the form."""
        return {**super().get_form_kwargs(), "kind": self.kind}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the application will ask for."""
        required = [
            {"label": kind.label, "least": least} for kind, least in REQUIRED_FILES[self.kind].items()
        ]
        own = {
            "heading": self.kind.label,
            "hint": HINTS[self.kind],
            "sections": [one.label for one in SECTIONS[self.kind] if one != Section.FILES],
            "required": required,
            "in_hand": in_hand(self.kind, self.actor),
        }
        return super().get_context_data(**{**own, **kwargs})

    def act(self, form: StartForm) -> str:
        """Make the draft."""
        made = start_application(
            kind=self.kind,
            actor=self.actor,
            at=arrived_at(self.request),
            scheme=Scheme(form.cleaned_data.get("scheme", Scheme.ABILITY)),
        )
        messages.success(self.request, f"已开始填写{self.kind.label}，填写的内容随时保存，可以分次完成。")
        return made.get_absolute_url()


class DiscardPage(DraftView):
    """Throw a draft away that was never handed in."""

    form_class = DraftForm
    template_name = "stations/applications/discard.html"
    heading = "放弃申报"
    submit_label = "放弃这份申报"

    def act(self, form: DraftForm) -> str:
        """Delete the draft."""
        discard(application=self.object, actor=self.actor)
        messages.success(self.request, "已放弃申报，填写的内容和上传的文件已删除。")
        return reverse("station_applications:list")
