"""What an office's main login types of a colleague."""

from accounts.form_fields import PersonNameField
from stations.forms.staff import ContactForm
from stations.services.office_logins import Colleague


class ColleagueForm(ContactForm):
    """A person who is to have a login of their own."""

    name = PersonNameField(help_text="按证件填写，办理记录以此姓名显示。登录名由姓名和本单位编码组成。")
    field_order = ("name", "phone", "email")

    def person(self) -> Colleague:
        """Return the person as typed."""
        return Colleague(**self.cleaned_data)
