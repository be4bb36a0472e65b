"""Starting an examiner application, and throwing a draft away."""

from typing import Any

from django.contrib import messages
from django.urls import reverse

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalFormView
from examiners.forms.drafts import DraftForm
from examiners.forms.starting import StartForm
from examiners.services.drafting import discard
from examiners.services.starting import own_examiners, start_application
from examiners.views.applications.base import DraftView


class New(PortalFormView):
    """What the application is about, and whom."""

    permission = Perm.EXAMINER_APPLY
    form_class = StartForm
    template_name = "examiners/applications/new.html"
    heading = "新的考评员申报"
    submit_label = "开始填写"
    done = "已开始填写，填写的内容随时保存，可以分次完成。"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the examiners to the form who can be put up again."""
        return {
            **super().get_form_kwargs(),
            "examiners": own_examiners(self.actor, at=arrived_at(self.request)),
        }

    def act(self, form: StartForm) -> str:
        """Make the draft, and go on to its form."""
        made = start_application(start=form.start(), actor=self.actor, at=arrived_at(self.request))
        return reverse("examiner_applications:form", kwargs={"pk": made.pk})


class DiscardPage(DraftView):
    """Throw a draft away that was never handed in."""

    form_class = DraftForm
    template_name = "examiners/applications/discard.html"
    heading = "放弃申报"
    submit_label = "放弃这份申报"

    def act(self, form: DraftForm) -> str:
        """Delete the draft."""
        discard(application=self.object, actor=self.actor)
        messages.success(self.request, "已放弃申报，填写的内容和上传的文件已删除。")
        return reverse("examiner_applications:list")
