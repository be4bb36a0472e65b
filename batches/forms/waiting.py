"""What the list of waiting cases is narrowed by; kept in the address."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from accounts.form_fields import filter_choice
from accounts.models import User
from batches.deciding.waiting import KINDS, Line


class WaitingFilter(forms.Form):
    """Late ones only, of one organisation, of one kind."""

    late = filter_choice("时限", [("yes", "仅看超期")])
    who = filter_choice("经办机构")
    kind = filter_choice("事项", [(kind, kind) for kind in KINDS.values()])

    def __init__(self, *args: Any, actor: User, lines: Iterable[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = str(actor.organisation)
        names = sorted({line.turn.who for line in lines} | {own}, key=lambda name: (name != own, name))
        choices = [(name, "本机构" if name == own else name) for name in names]
        cast("forms.ChoiceField", self.fields["who"]).choices = [("", "全部"), *choices]

    def narrow(self, lines: Iterable[Line]) -> list[Line]:
        """Return the lines that the valid filters leave."""
        self.is_valid()
        asked = self.cleaned_data
        return [
            line
            for line in lines
            if (not asked.get("late") or line.turn.is_late)
            and asked.get("who") in {"", None, line.turn.who}
            and asked.get("kind") in {"", None, line.kind}
        ]
