"""Finding the own account again."""

from typing import Any

from django import forms

from accounts.form_fields import PersonNameField
from accounts.identity import DocumentType, clean_document_number, number_problem
from candidates.forms.document_fields import known_type_field, number_field
from ostami import clock


class RecoveryForm(forms.Form):
    """Who has forgotten the user name or the password."""

    document_type = known_type_field()
    document_number = number_field("注册时使用的证件号码；末位 X 大小写均可。")
    name = PersonNameField(widget=forms.TextInput(attrs={"autocomplete": "name"}))

    def clean(self) -> dict[str, Any]:
        """Name a number that can't be right, which tells nothing of who is registered."""
        facts = self.cleaned_data
        if {"document_type", "document_number"} <= facts.keys():
            number = clean_document_number(facts["document_number"])
            wrong = number_problem(DocumentType(facts["document_type"]), number, today=clock.today())
            if wrong:
                self.add_error(wrong.field, str(wrong))
        return facts
