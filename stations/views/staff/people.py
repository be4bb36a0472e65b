"""People come, are reached elsewhere, and leave."""

from typing import Any

from django.db.models import QuerySet

from accounts.forms import ConfirmForm
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from ostami import clock
from stations.forms.staff import ContactForm, StaffForm
from stations.models import Position, Station
from stations.services.staffing import add_staff, change_contact, dismiss
from stations.staffing import refuse_others
from stations.views.staff.base import MemberForm, list_of


class StaffAdd(ScopedFormView):
    """Enter a person who takes office."""

    permission = Perm.STAFF_EDIT
    model = Station
    slug_field = "organisation__code"
    slug_url_kwarg = "code"
    form_class = StaffForm
    template_name = "stations/staff/form.html"
    heading = "登记人员"
    submit_label = "保存"
    done = "人员已登记。需要登录平台的，请为其开通账号。"

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Station:
        """Return the station to who keeps its staff."""
        found: Station = super().get_object(queryset)
        refuse_others(found, self.actor)
        return found

    def get_initial(self) -> dict[str, Any]:
        """Offer the first post that is vacant."""
        held = set(self.object.staff.serving().values_list("position", flat=True))
        return {"position": next((post for post in Position if post not in held), Position.DEPUTY)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the station."""
        return super().get_context_data(**{"station": self.object, **kwargs})

    def act(self, form: StaffForm) -> str:
        """Enter the person, and go back to the list."""
        add_staff(station=self.object, facts=form.facts(), actor=self.actor, today=clock.today())
        return list_of(self.object)


class StaffEdit(MemberForm):
    """Change how a person is reached."""

    form_class = ContactForm
    template_name = "stations/staff/form.html"
    heading = "修改联系方式"
    done = "联系方式已保存。"

    def get_initial(self) -> dict[str, Any]:
        """Show what is known."""
        return {"phone": self.object.phone, "email": self.object.email}

    def act(self, form: ContactForm) -> str:
        """Store it, and go back to the list."""
        change_contact(member=self.object, actor=self.actor, **form.cleaned_data)
        return list_of(self.object.station)


class StaffEnd(MemberForm):
    """End a person's service."""

    heading = "办理离任"
    submit_label = "确认离任"
    danger = True
    done = "已办理离任。"
    warning = (
        "离任自今日起生效，不能恢复；登录账号同时停用，已登录的立即退出。本人办理过的记录仍显示其姓名。"
        "站长、专职管理人员离任后，请及时登记接任的人（服务指南 2.1.2）。"
    )

    def act(self, form: ConfirmForm) -> str:
        """End it, and go back to the list."""
        dismiss(member=self.object, actor=self.actor, today=clock.today())
        return list_of(self.object.station)
