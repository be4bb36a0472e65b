"""Register, change, renew and end supervisors."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied

from accounts.models import Organisation
from accounts.rights import Perm
from accounts.views.base import PortalFormView, ScopedFormView
from examiners.forms.officers import SupervisorForm
from examiners.models import Supervisor
from examiners.services.supervisors import change_supervisor, register_supervisor
from examiners.services.terms import new_term
from examiners.views.officers import EndTerm, RenewTerm
from ostami import clock

FIELDS = (
    "person_name",
    "employer",
    "station",
    "province",
    "phone",
    "email",
    "certificate_number",
    "valid_from",
    "valid_to",
)


def own_management(organisation: Organisation | None) -> Organisation:
    """Return the management station that registers supervisors.

    Raises:
        PermissionDenied: the login belongs to no organisation.
    """
    if organisation is None:
        raise PermissionDenied("您的账号没有所属机构，不能登记督导员。请由指导中心为账号登记所属管理站。")
    return organisation


class SupervisorNew(PortalFormView):
    """Register a supervisor."""

    permission = Perm.SUPERVISOR_EDIT
    form_class = SupervisorForm
    template_name = "examiners/supervisor_form.html"
    heading = "登记督导员"
    submit_label = "确认登记"
    done = "督导员已登记。"

    def get_initial(self) -> dict[str, Any]:
        """Propose an appointment of the usual years from today on."""
        first, last = new_term(clock.today(), years=settings.SUPERVISOR_YEARS)
        return {"valid_from": first, "valid_to": last}

    def act(self, form: SupervisorForm) -> str:
        """Register, and go to the supervisor."""
        organisation = own_management(self.actor.organisation)
        facts, today = form.facts(), clock.today()
        made = register_supervisor(organisation=organisation, facts=facts, actor=self.actor, today=today)
        return made.get_absolute_url()


class SupervisorEdit(ScopedFormView):
    """Change what the roster says about a supervisor."""

    permission = Perm.SUPERVISOR_EDIT
    model = Supervisor
    form_class = SupervisorForm
    template_name = "examiners/supervisor_form.html"
    heading = "修改督导员资料"
    done = "督导员资料已修改。"

    def get_initial(self) -> dict[str, Any]:
        """Return what the roster says at present."""
        return {name: getattr(self.object, name) for name in FIELDS}

    def act(self, form: SupervisorForm) -> str:
        """Change, and go back to the supervisor."""
        changed = change_supervisor(supervisor=self.object, facts=form.facts(), actor=self.actor)
        return changed.get_absolute_url()


class SupervisorRenew(RenewTerm):
    """Renew a supervisor's appointment."""

    permission = Perm.SUPERVISOR_EDIT
    model = Supervisor
    heading = "续期督导员资格"


class SupervisorEnd(EndTerm):
    """End a supervisor's appointment."""

    permission = Perm.SUPERVISOR_EDIT
    model = Supervisor
    heading = "终止督导员资格"
