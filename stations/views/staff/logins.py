"""A person's login: granted, given a new first password, closed."""

from accounts.forms import ConfirmForm
from accounts.logins import IssuedLogin
from accounts.views.issuing import RENEWAL_WARNING, IssuingFormView
from stations.services.staff_logins import end_login, grant_login, renew_first_password
from stations.views.staff.base import MemberForm, list_of


class _LoginForm(MemberForm, IssuingFormView):
    """An act on one person that issues a first password."""

    abstract = True

    def back(self) -> str:
        """Return the list of the station's staff."""
        return list_of(self.object.station)


class StaffLogin(_LoginForm):
    """Grant a person a login of their own."""

    heading = "开通登录账号"
    submit_label = "开通并显示首次密码"
    warning = (
        "开通后，本人可以用自己的账号办理本站全部业务，办理记录显示本人姓名和职务。"
        "首次密码只显示一次，请交给本人；首次登录须改成自己的密码。"
    )

    def issue(self, form: ConfirmForm) -> IssuedLogin:
        """Grant the login."""
        return grant_login(member=self.object, actor=self.actor)


class StaffPassword(_LoginForm):
    """Issue a new first password to a person who forgot theirs."""

    heading = "重新发放首次密码"
    submit_label = "发放并显示首次密码"
    warning = RENEWAL_WARNING

    def issue(self, form: ConfirmForm) -> IssuedLogin:
        """Issue the password."""
        return renew_first_password(member=self.object, actor=self.actor)


class StaffLoginEnd(MemberForm):
    """Close a person's login."""

    heading = "停用登录账号"
    submit_label = "确认停用"
    danger = True
    done = "登录账号已停用。"
    warning = "停用后立即不能登录，已登录的立即退出。人员仍在任；以后可以重新开通，登录名不变。"

    def act(self, form: ConfirmForm) -> str:
        """Close it, and go back to the list."""
        end_login(member=self.object, actor=self.actor)
        return list_of(self.object.station)
