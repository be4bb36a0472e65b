"""The filter of lists that are narrowed by where a row stands, and by nothing else."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms

from accounts.form_fields import filter_choice


class StateFilter(forms.Form):
    """Where a row stands; kept in the address.

    Args:
        choices: the states to choose from, each with its word.
    """

    state = filter_choice("状态")

    def __init__(self, data: Mapping[str, Any], *, choices: Iterable[tuple[str, Any]]) -> None:
        super().__init__(data)
        cast("forms.ChoiceField", self.fields["state"]).choices = [("", "全部"), *choices]
        self.is_valid()

    @property
    def asked(self) -> str:
        """The state asked for; empty for all."""
        return str(self.cleaned_data.get("state", ""))
