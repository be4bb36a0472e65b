"""The requirements of a clause, as a form that asks for each kind once."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.form_fields import DigitsField, one_line
from accounts.forms import ConfirmForm
from candidates.education import Education
from candidates.eligibility.facts import Programme, Rank
from candidates.eligibility.requirements import (
    Confirmation,
    HeldCertificate,
    HeldTitle,
    MinimumAge,
    Requirement,
    Schooling,
    Students,
    Work,
)
from candidates.eligibility.stored import LONGEST_TERM, LONGEST_TEXT, as_data
from scope_catalog.levels import Level

NOT_ASKED = ("", "不要求")


def _term(label: str, hint: str, *, least: int = 0) -> DigitsField:
    wrong = f"年数请填写 {least} 到 {LONGEST_TERM} 的整数。"
    return DigitsField(
        label=label,
        units="年岁周",
        required=False,
        min_value=least,
        max_value=LONGEST_TERM,
        help_text=hint,
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


def _choice(label: str, choices: Iterable[tuple[Any, str]]) -> forms.ChoiceField:
    wrong = {"invalid_choice": f"请从列表中选择{label}。"}
    return forms.ChoiceField(label=label, choices=[NOT_ASKED, *choices], required=False, error_messages=wrong)


def _several(label: str, choices: Iterable[tuple[Any, str]], hint: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(choices),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=hint,
        error_messages={"invalid_choice": f"请从列表中选择{label}。"},
    )


class RequirementsForm(ConfirmForm):
    """What a clause requires; whatever is left empty isn't required. All that is filled in must be met."""

    age = _term("年满（周岁，选填）", "到考试日须满的周岁数。", least=1)
    work = _term("累计工作年限（年，选填）", "从事本职业或相关职业的年数；填 0 表示只要求从事，不计年数。")
    certificate_level = _choice("已取得证书的等级（选填）", ((level.value, level.label) for level in Level))
    certificate_years = _term("取得证书后的年数（选填）", "取得证书满几年；只要求有证书的不用填写。")
    certificate_working = forms.BooleanField(label="上述年数须为取得证书后从事工作的年数", required=False)
    title_rank = _choice("已取得职称的级别（选填）", ((rank.value, rank.label) for rank in Rank))
    title_years = _term("取得职称后的年数（选填）", "取得职称满几年；只要求有职称的不用填写。")
    title_working = forms.BooleanField(label="上述年数须为取得职称后从事工作的年数", required=False)
    educations = _several("学历（选填）", Education.choices, "符合其中一种即可；专业是否相关由考试站核对。")
    programmes = _several(
        "班别（选填）",
        ((one.value, one.label) for one in (Programme.SENIOR_WORKER, Programme.TECHNICIAN)),
        "只有这些班别符合时选择。",
    )
    students = forms.ChoiceField(
        label="毕业或在读（选填）",
        choices=[(one.value, one.label) for one in Students],
        required=False,
        error_messages={"invalid_choice": "请从列表中选择毕业或在读。"},
    )
    confirmation = one_line(
        "须由考试站核对的事项（选填）",
        longest=LONGEST_TEXT,
        required=False,
        help_text="系统无法判断的要求，如“所学专业须经评估论证”。",
    )

    def clean(self) -> dict[str, Any]:
        """Put what was filled in together as `requirements`, as they are stored."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        self._refuse_terms_of_nothing(facts)
        made = list(_requirements(facts))
        if not made and not self.errors:
            raise forms.ValidationError(
                "请至少填写一项判断条件：年龄、工作年限、证书、职称、学历或核对事项。"
            )
        return {**facts, "requirements": as_data(made)}

    def _refuse_terms_of_nothing(self, facts: dict[str, Any]) -> None:
        """Years without what they are counted from would be lost silently."""
        pairs = (
            (
                "certificate_level",
                ("certificate_years", "certificate_working"),
                "请选择证书等级，或清空取得证书后的年数。",
            ),
            ("title_rank", ("title_years", "title_working"), "请选择职称级别，或清空取得职称后的年数。"),
            ("educations", ("programmes",), "请选择学历，或取消选择班别。"),
        )
        for owner, parts, sentence in pairs:
            if owner not in self.errors and not facts.get(owner) and any(facts.get(part) for part in parts):
                self.add_error(owner, sentence)


def _requirements(facts: dict[str, Any]) -> Iterable[Requirement]:
    if facts.get("age"):
        yield MinimumAge(facts["age"])
    if facts.get("work") is not None:
        yield Work(facts["work"])
    if level := facts.get("certificate_level"):
        yield HeldCertificate(
            int(level), facts.get("certificate_years") or 0, bool(facts.get("certificate_working"))
        )
    if rank := facts.get("title_rank"):
        yield HeldTitle(Rank(rank), facts.get("title_years") or 0, bool(facts.get("title_working")))
    if educations := facts.get("educations"):
        programmes = tuple(Programme(one) for one in facts.get("programmes") or ())
        students = Students(facts.get("students") or Students.NONE)
        yield Schooling(tuple(Education(one) for one in educations), programmes, students)
    if text := facts.get("confirmation"):
        yield Confirmation(text)


def typed(requirements: Iterable[Requirement]) -> dict[str, Any]:
    """Return requirements as the form shows them."""
    facts: dict[str, Any] = {}
    for one in requirements:
        facts |= _typed(one)
    return facts


def _typed(requirement: Requirement) -> dict[str, Any]:
    match requirement:
        case MinimumAge(years):
            return {"age": years}
        case Work(years):
            return {"work": years}
        case HeldCertificate(level, years, working):
            return {
                "certificate_level": level,
                "certificate_years": years or None,
                "certificate_working": working,
            }
        case HeldTitle(rank, years, working):
            return {"title_rank": rank.value, "title_years": years or None, "title_working": working}
        case Schooling(educations, programmes, students):
            return {
                "educations": [one.value for one in educations],
                "programmes": [one.value for one in programmes],
                "students": students.value,
            }
        case Confirmation(text):
            return {"confirmation": text}
