"""Invite examiners and supervisors to an own login."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.mailboxes import masked_address
from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from examiners.forms.inviting import InvitationForm
from examiners.models import Examiner, Supervisor
from examiners.services.inviting import LoginState, invite_examiner, login_state, not_invitable
from examiners.services.supervisor_logins import cant_log_in, invite_supervisor
from ostami import clock
from ostami.problems import Problem


class InviteView(ScopedFormView):
    """Mail the link that opens a person's login."""

    abstract = True
    form_class = InvitationForm
    heading = "邀请开通账号"
    submit_label = "发送邀请邮件"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; lead back, with the reason, where nobody can be invited."""
        self.object = self.get_object()
        for problem in self.obstacles():
            messages.warning(request, str(problem))
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Propose the mailbox that is known."""
        return {"email": self.object.email}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether an open login would close."""
        is_open = login_state(self.object, on=clock.today()) is LoginState.OPEN
        return super().get_context_data(is_open=is_open, **kwargs)

    def act(self, form: InvitationForm) -> str:
        """Invite, and go back to the person."""
        email: str = form.cleaned_data["email"]
        self.invite(email, at=arrived_at(self.request))
        messages.success(self.request, f"邀请邮件已发往 {masked_address(email)}。")
        return str(self.object.get_absolute_url())

    def obstacles(self) -> Iterable[Problem]:
        """Return why the person can't be invited."""
        raise NotImplementedError

    def invite(self, email: str, *, at: datetime) -> None:
        """Mail the link to a mailbox."""
        raise NotImplementedError

    def link(self, token: str) -> str:
        """Return the address that a mailed token opens."""
        return self.request.build_absolute_uri(reverse("accounts:invitation", kwargs={"token": token}))


class ExaminerInvite(InviteView):
    """Mail the link that opens an examiner's login."""

    permission = Perm.EXAMINER_INVITE
    model = Examiner
    template_name = "examiners/invite.html"
    context_object_name = "examiner"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page shows."""
        return super().get_queryset().select_related("station__organisation", "user")

    def obstacles(self) -> Iterable[Problem]:
        """Return why the examiner can't be invited."""
        return not_invitable(self.object, actor=self.actor, on=clock.today())

    def invite(self, email: str, *, at: datetime) -> None:
        """Invite the examiner."""
        invite_examiner(examiner=self.object, email=email, actor=self.actor, at=at, link=self.link)


class SupervisorInvite(InviteView):
    """Mail the link that opens a supervisor's login."""

    permission = Perm.SUPERVISOR_EDIT
    model = Supervisor
    template_name = "examiners/supervisor_invite.html"

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page shows."""
        return super().get_queryset().select_related("organisation", "user")

    def obstacles(self) -> Iterable[Problem]:
        """Return why the supervisor can't be invited."""
        return cant_log_in(self.object, on=clock.today())

    def invite(self, email: str, *, at: datetime) -> None:
        """Invite the supervisor."""
        invite_supervisor(supervisor=self.object, email=email, actor=self.actor, at=at, link=self.link)
