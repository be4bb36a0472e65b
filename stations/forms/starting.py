"""Starting an application."""

from typing import Any

from django import forms

from accounts.models import User
from scope_catalog.choices import Scheme
from stations.models import ApplicationKind
from stations.sections import SECTIONS, Section


class StartForm(forms.Form):
    """Under which scheme trades are asked for; nothing where no trade is."""

    scheme = forms.ChoiceField(
        label="评价类别",
        choices=Scheme.choices,
        initial=Scheme.ABILITY,
        widget=forms.RadioSelect,
        help_text="职业技能等级认定由所在省份的分支机构签署推荐意见；两类都要申请的，请分别申请。",
        error_messages={"required": "请选择评价类别。", "invalid_choice": "请从列出的评价类别中选择。"},
    )

    def __init__(self, *args: Any, actor: User, kind: ApplicationKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        if Section.TRADES not in SECTIONS[kind]:
            del self.fields["scheme"]
