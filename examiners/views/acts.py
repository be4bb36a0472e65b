"""Suspending, resuming and renewing examiners."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalFormView, ScopedFormView
from examiners.forms.acts import RenewForm, ResumeForm, SuspendForm
from examiners.listing import with_rows
from examiners.models import Examiner, ExaminerQuerySet
from examiners.renewals import MOST, Outcome, weigh
from examiners.services.renewing import renew_examiners
from examiners.services.suspending import resume_examiner, suspend_examiner
from examiners.views.choosing import chosen_examiners
from ostami import clock


class ExaminerSuspend(ScopedFormView):
    """Suspend an examiner."""

    permission = Perm.EXAMINER_EDIT
    model = Examiner
    form_class = SuspendForm
    template_name = "examiners/suspend.html"
    heading = "暂停考评员资格"
    submit_label = "确认暂停"
    done = "考评员资格的暂停已登记。"

    def get_initial(self) -> dict[str, Any]:
        """Propose today."""
        return {"since": clock.today()}

    def act(self, form: SuspendForm) -> str:
        """Suspend, and go back to the examiner."""
        suspend_examiner(examiner=self.object, actor=self.actor, today=clock.today(), **form.cleaned_data)
        return str(self.object.get_absolute_url())


class ExaminerResume(ScopedFormView):
    """Take a suspension back."""

    permission = Perm.EXAMINER_EDIT
    model = Examiner
    form_class = ResumeForm
    template_name = "examiners/suspend.html"
    heading = "恢复考评员资格"
    submit_label = "确认恢复"
    done = "考评员资格的恢复已登记。"

    def get_initial(self) -> dict[str, Any]:
        """Propose today, or the day of a suspension that lies ahead."""
        held = self.object.suspensions.filter(resumed_on__isnull=True).first()
        return {"resumed_on": max(clock.today(), held.since) if held else clock.today()}

    def act(self, form: ResumeForm) -> str:
        """Resume, and go back to the examiner."""
        resume_examiner(examiner=self.object, actor=self.actor, today=clock.today(), **form.cleaned_data)
        return str(self.object.get_absolute_url())


class RenewExaminers(PortalFormView):
    """Show what would become of each renewal, and renew those who were shown once that is confirmed."""

    permission = Perm.EXAMINER_EDIT
    form_class = RenewForm
    template_name = "examiners/renew.html"
    heading = "考评员资格续期"

    @cached_property
    def examiners(self) -> ExaminerQuerySet:
        """The examiners in scope that the address names."""
        return chosen_examiners(self.request, self.actor)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the verdicts; lead back to the roster where nobody, or too many were chosen."""
        count = self.examiners.count()
        if count and count <= MOST:
            return super().get(request, *args, **kwargs)
        many = f"一次最多续期 {MOST} 人，所选 {count} 人。请缩小筛选范围后分批办理。"
        messages.warning(request, many if count else "还没有选择考评员。请在名册中勾选。")
        return redirect("examiners:list")

    def get_initial(self) -> dict[str, Any]:
        """Name those who are shown."""
        return {"examiners": ",".join(str(examiner.pk) for examiner in self.examiners)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what would become, or became, of each."""
        outcomes: list[Outcome] = kwargs.pop("outcomes", None) or weigh(self.examiners, on=clock.today())
        return super().get_context_data(
            outcomes=outcomes,
            ready=sum(outcome.is_ready for outcome in outcomes),
            renewed=sum(outcome.is_renewed for outcome in outcomes),
            **kwargs,
        )

    def form_valid(self, form: RenewForm) -> HttpResponse:
        """Renew those who were shown, and show what became of each."""
        keys = form.cleaned_data["examiners"][:MOST]
        shown = with_rows(Examiner.objects.visible_to(self.actor).filter(pk__in=keys))
        outcomes = renew_examiners(examiners=shown, actor=self.actor, at=arrived_at(self.request))
        return self.render_to_response(self.get_context_data(form=form, outcomes=outcomes, finished=True))
