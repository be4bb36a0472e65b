"""The public lookup's form."""

from typing import Any

from django import forms

from certificates.lookup import NUMBER_MAX, Query, query_problems
from ostami import clock


class LookupForm(forms.Form):
    """Any two of a holder's name, document number and certificate number (guide 2.6)."""

    name = forms.CharField(
        label="姓名",
        required=False,
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": "姓名最多 50 个字。"},
    )
    document_number = forms.CharField(
        label="证件号码",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="居民身份证 18 位，末位 X 大小写均可。",
        error_messages={"max_length": "证件号码过长，请核对。"},
    )
    number = forms.CharField(
        label="证书编号",
        required=False,
        max_length=NUMBER_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="印在证书上，可带空格填写。",
        error_messages={"max_length": "证书编号过长，请核对。"},
    )

    def clean(self) -> dict[str, Any]:
        """Clean the facts into a query, and say which are missing or misspelt."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self.query = Query.typed(**{name: cleaned[name] for name in self.fields})
            for problem in query_problems(self.query, today=clock.today()):
                self.add_error(problem.field or None, str(problem))
        return cleaned
