"""What is typed into the pages of supervision reports."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from django import forms

from accounts.form_fields import filter_choice, one_day, search_word
from accounts.models import User
from exams.forms.score_rows import read_seen
from exams.models import Conclusion, SupervisionReport, SupervisionReportStatus
from exams.supervising.checklist import CHECKLIST, QUESTIONS, REMARK_LENGTH, Answer, Group, Question
from exams.supervising.drafting import WRITTEN
from exams.supervising.seen import stored, tokens
from stations.forms.files import CHOOSE, FilesField
from workflow.forms import TransitionForm

if TYPE_CHECKING:
    from django.http import QueryDict

TEXT_LENGTH = 2000
TOO_LONG = {"max_length": "请控制在 %(limit_value)d 字以内，现有 %(show_value)d 字。"}
# Moves that give a station its last day.
DATED_MOVES = ("ask_rectification", "refuse")
Asked = tuple[Question, forms.BoundField, forms.BoundField]


def _text(label: str, hint: str, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=TEXT_LENGTH,
        required=False,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows, "class": "form-control"}),
        error_messages=TOO_LONG,
    )


def _answer() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=Answer.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"invalid_choice": "没有这个答案，请选择是、否或不适用。"},
    )


def _remark() -> forms.CharField:
    return forms.CharField(
        max_length=REMARK_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        error_messages=TOO_LONG,
    )


class _SeenForm(forms.Form):
    """A form that sends along what its page showed of the report, as tokens."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, report: SupervisionReport, initial: dict[str, Any], **kwargs: Any) -> None:
        shown = json.dumps(tokens(stored(report)))
        super().__init__(*args, **{**kwargs, "initial": {**initial, "seen": shown}})

    def told(self) -> dict[str, Any]:
        """Return all that is right, by the keys of `exams.supervising.seen.stored`."""
        raise NotImplementedError

    def clean_seen(self) -> dict[str, str]:
        """Read the tokens."""
        return read_seen(self.cleaned_data["seen"])

    def seen_tokens(self) -> dict[str, str]:
        """Return them; nothing where they can't be read."""
        found: dict[str, str] = self.cleaned_data.get("seen", {})
        return found

    def show_as_seen(self, keys: Mapping[str, str]) -> None:
        """Send the form out again with some tokens renewed: what was told about them has been seen."""
        data = cast("QueryDict", self.data).copy()
        data["seen"] = json.dumps({**self.seen_tokens(), **keys})
        self.data = data


class ReportForm(_SeenForm):
    """A supervisor's checklist with findings and conclusion; all may stay open until it is handed in."""

    findings = _text("发现的问题", "结论为限期整改或停止考试的必填：时间、地点、情况。")
    advice = _text("意见和建议", "对考试站和管理站的建议，可以不填。")
    conclusion = forms.ChoiceField(
        label="结论",
        choices=Conclusion.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"invalid_choice": "没有这个结论，请重新选择。"},
    )
    rectify_by = one_day("整改期限", "结论为限期整改的必填：考试站最迟在这一天提交整改情况。", required=False)

    def __init__(self, *args: Any, actor: User, report: SupervisionReport, **kwargs: Any) -> None:
        initial = {name: getattr(report, name) for name in WRITTEN}
        for key, told in report.checks.items():
            initial[f"a_{key}"], initial[f"r_{key}"] = told.get("answer", ""), told.get("remark", "")
        super().__init__(*args, **{**kwargs, "report": report, "initial": initial})
        for question in QUESTIONS:
            self.fields[f"a_{question.key}"] = _answer()
            self.fields[f"a_{question.key}"].label = question.text
            self.fields[f"r_{question.key}"] = _remark()
            self.fields[f"r_{question.key}"].label = f"{question.text}：备注"
        self.fields["rectify_by"].widget.attrs["class"] = "form-control"

    def groups(self) -> Iterator[tuple[Group, list[Asked]]]:
        """Yield the checklist's groups with the fields of each question."""
        for group in CHECKLIST:
            yield group, [(one, self[f"a_{one.key}"], self[f"r_{one.key}"]) for one in group.questions]

    def checks(self) -> dict[str, dict[str, str]]:
        """Return the answers and remarks that are right."""
        told = self.cleaned_data
        return {
            one.key: {"answer": told[f"a_{one.key}"], "remark": told[f"r_{one.key}"].strip()}
            for one in QUESTIONS
            if f"a_{one.key}" in told and f"r_{one.key}" in told
        }

    def written(self) -> dict[str, Any]:
        """Return what else is right."""
        return {name: self.cleaned_data[name] for name in WRITTEN if name in self.cleaned_data}

    def told(self) -> dict[str, Any]:
        """Return answers and texts together."""
        return {**self.checks(), **self.written()}


class RectificationForm(_SeenForm):
    """What a station put right."""

    rectification = _text("整改情况", "逐项写明原因、整改措施和完成时间；照片在下一页上传。", rows=8)

    def __init__(self, *args: Any, actor: User, report: SupervisionReport, **kwargs: Any) -> None:
        initial = {"rectification": report.rectification}
        super().__init__(*args, **{**kwargs, "report": report, "initial": initial})

    def told(self) -> dict[str, Any]:
        """Return the text unless it is too long."""
        return {name: self.cleaned_data[name] for name in ("rectification",) if name in self.cleaned_data}


class PhotosForm(forms.Form):
    """Photographs, one or several at once, with what they show."""

    file = FilesField(
        label="照片",
        allow_empty_file=True,
        error_messages={"required": CHOOSE, "invalid": CHOOSE},
    )
    caption = forms.CharField(
        label="说明",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
        error_messages=TOO_LONG,
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class MoveForm(TransitionForm):
    """A move's words, and the last day of a rectification where it gives one."""

    rectify_by = one_day("整改期限", "考试站最迟在这一天提交整改情况。")
    field_order = ("rectify_by", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kwargs["transition"].name not in DATED_MOVES:
            del self.fields["rectify_by"]


class ReportFilter(forms.Form):
    """What the list of reports shows; kept in the address.

    Args:
        by_station: whether to ask for stations, for those who see several.
    """

    station = search_word("考试站", "编码或名称")
    status = filter_choice("状态", SupervisionReportStatus.choices)
    conclusion = filter_choice("结论", Conclusion.choices)
    overdue = filter_choice("整改", (("1", "已逾期"),))

    def __init__(self, *args: Any, by_station: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_station:
            del self.fields["station"]
        self.is_valid()
