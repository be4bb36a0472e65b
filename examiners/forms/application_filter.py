"""What the list of examiner applications is narrowed by; kept in the address."""

from typing import Any

from django import forms
from django.db.models import Q

from accounts.form_fields import filter_choice, search_word
from accounts.models import User
from accounts.names import clean_person_name, fold
from accounts.rights import Role
from examiners.models import ExaminerApplicationStatus, SoughtGrade

OWN_ONLY = {Role.APPLICANT, Role.STATION}


class ApplicationFilter(forms.Form):
    """A person's name, what is sought, the status; for those who see several units, a word for the unit."""

    q = search_word("申报人", "姓名")
    unit = search_word("申报单位", "名称或编码")
    sought = filter_choice("参加培训项目", SoughtGrade.choices)
    status = filter_choice("状态", ExaminerApplicationStatus.choices)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = f"filter-{name}"
        if actor.role in OWN_ONLY:
            del self.fields["unit"]

    def condition(self) -> Q:
        """Return what the valid filters leave."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        found = Q()
        if name := clean_person_name(asked.pop("q", "")):
            found &= Q(person_name__icontains=name)
        if word := fold(asked.pop("unit", "")):
            found &= Q(organisation__name__icontains=word) | Q(organisation__code__icontains=word)
        return found & Q(**asked)
