"""What a personal form's code leads to, and the stamped form that a station hands in for one candidate."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView, ScopedObjectView
from candidates.forms.stamped import StampedFormForm
from candidates.models import Enrolment
from candidates.selectors import ENROLMENT_FACTS
from candidates.services.stamping import attach_stamped_form, stamp_problems
from candidates.stamping.codes import plain


class FormByCode(ScopedObjectView):
    """The enrolment of a printed form, for those who may see it."""

    model = Enrolment
    permission = Perm.ENROLMENT_VIEW

    def get(self, request: HttpRequest, form_code: str) -> HttpResponse:
        """Lead to the enrolment; a code that leads nowhere and somebody else's get the same answer."""
        enrolment = self.get_queryset().filter(form_code=plain(form_code)).first()
        if enrolment is None:
            return render(request, "candidates/form_not_current.html", status=404)
        if enrolment.is_open:
            messages.warning(request, "报名已退回修改，手中的申报表作废；重新提交后请打印新表盖章。")
        return redirect(enrolment)


class StampedForm(ScopedFormView):
    """The station hands in the stamped form of one candidate."""

    model = Enrolment
    permission = Perm.STAMP_FOR
    form_class = StampedFormForm
    template_name = "candidates/stamped_form.html"
    heading = "代传盖章申报表"
    submit_label = "上传并提交审核"
    done = "盖章申报表已归入，报名进入待审核。"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the enrolments in scope with what the page names."""
        return super().get_queryset().select_related(*ENROLMENT_FACTS)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what stands in the way, so that nobody scans in vain."""
        return super().get_context_data(
            enrolment=self.object, problems=list(stamp_problems(self.object)), **kwargs
        )

    def act(self, form: StampedFormForm) -> str:
        """Attach the form and lead to the enrolment."""
        attach_stamped_form(
            enrolment=self.object,
            content=form.cleaned_data["file"],
            actor=self.actor,
            at=arrived_at(self.request),
        )
        return str(self.object.get_absolute_url())
