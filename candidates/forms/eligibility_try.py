"""Facts that anybody types to see whether they could enrol; nothing of it is kept."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from accounts.form_fields import one_day
from batches.models import CandidateType
from candidates.education import Education
from candidates.eligibility.facts import Facts, WorkPeriod
from candidates.eligibility_data.facts import facts_from, relation_of
from candidates.forms.answers import choice, relation
from candidates.forms.fields import EARLIEST, MonthField
from candidates.models.enrolments import PROGRAMMES, RANKS
from ostami import clock
from scope_catalog.levels import Level

FIRST_YEAR = 2024  # of the guide's conditions
FARTHEST = timedelta(days=3 * 366)
GROUPS = (
    ("报考", ("level", "candidate_type", "exam_day", "birth_date")),
    ("学校", ("education", "subject_relation", "entered_on", "graduated_on", "programme")),
    ("在读学生另填", ("training_hours", "asks_internship")),
    ("工作", ("work_since", "work_relation")),
    ("证书", ("prior_level", "prior_issued_on", "prior_relation")),
    ("职称", ("title_rank", "title_obtained_on", "title_relation")),
)


def needed(label: str, choices: Iterable[tuple[Any, str]]) -> forms.ChoiceField:
    """Return a list of which one has to be chosen."""
    field = choice(label, choices)
    field.required, field.error_messages["required"] = True, f"请选择{label}。"
    return field


class TryForm(forms.Form):
    """One person's facts, of which only level, type, exam day and birth date have to be there."""

    level = needed("申报等级", Level.choices)
    candidate_type = needed("考生类型", CandidateType.choices)
    exam_day = one_day("考试日期", "不知道的，填写打算考试的日期。")
    birth_date = one_day("出生日期", "只用于本次判断，不保存。")
    education = choice("文化程度", Education.choices, "在读学生选就读的层次，其他人选已毕业的最高学历。")
    subject_relation = relation("所学专业与申报工种")
    entered_on = MonthField(label="入学时间", required=False, help_text="如 2024-09。")
    graduated_on = MonthField(
        label="毕业时间", required=False, help_text="在读学生填预计毕业时间；凭毕业证书申报的必填。"
    )
    programme = choice("班别", PROGRAMMES, "中专/职高/技校、高级技工学校的填写。")
    training_hours = forms.IntegerField(
        label="正规培训学时",
        required=False,
        min_value=0,
        max_value=9999,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "培训学时为 0 至 9999 的整数。"),
    )
    asks_internship = forms.BooleanField(label="大三要外出实习，申请提前报考", required=False)
    work_since = MonthField(
        label="从何时起从事本职业或相关职业", required=False, help_text="中间有间断的，按合计年限往前推算。"
    )
    work_relation = relation("工作与申报工种")
    prior_level = choice("已取得证书的等级", Level.choices)
    prior_issued_on = one_day("证书取得日期", "", required=False)
    prior_relation = relation("证书职业与申报工种")
    title_rank = choice("职称级别", RANKS)
    title_obtained_on = one_day("职称取得日期", "", required=False)
    title_relation = relation("职称专业与申报工种")

    def grouped(self) -> Iterator[tuple[str, list[BoundField]]]:
        """Yield the fields by topic."""
        for topic, names in GROUPS:
            yield topic, [self[name] for name in names]

    def clean_exam_day(self) -> date:
        """The rules are those of the guide, and nobody plans further than a few years."""
        day: date = self.cleaned_data["exam_day"]
        last = clock.today() + FARTHEST
        if day.year < FIRST_YEAR or day > last:
            raise forms.ValidationError(f"请填写 {FIRST_YEAR} 年至 {last.year} 年的考试日期。")
        return day

    def clean_birth_date(self) -> date:
        """Nobody is born in the future."""
        day: date = self.cleaned_data["birth_date"]
        if not EARLIEST <= day <= clock.today():
            raise forms.ValidationError(f"出生日期须在 {EARLIEST.year} 年以后、不晚于今天，请核对。")
        return day

    @property
    def facts(self) -> Facts:
        """What was typed, as the rules read it; for a form that is valid."""
        given = self.cleaned_data
        since, kind = given["work_since"], relation_of(given["work_relation"])
        return facts_from(
            given,
            candidate_type=CandidateType(given["candidate_type"]),
            exam_day=given["exam_day"],
            birth_date=given["birth_date"],
            work=(WorkPeriod(since, None, kind),) if since else (),
        )
