"""Search of what is open for enrolment; kept in the address."""

from django import forms

from batches.models import CandidateType

LONGEST = 60


class OpenItemSearch(forms.Form):
    """Station or trade, and the candidate type."""

    q = forms.CharField(
        label="考试站或工种",
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        help_text="如 职教299、数控车工、skcg",
        error_messages={"max_length": f"查找内容最多 {LONGEST} 个字，请缩短后再试。"},
    )
    candidate_type = forms.ChoiceField(
        label="考生类型",
        choices=[("", "全部"), *CandidateType.choices],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": "没有“%(value)s”这个考生类型，未按它筛选。请从列表中选择。"},
    )
