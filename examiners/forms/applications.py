"""Form F2 as the unit fills it in; it may be saved incomplete."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.form_fields import PersonNameField, PhoneField, one_day, one_line
from accounts.identity import DocumentType, Sex, clean_document_number, facts_in_number, number_problem
from examiners.applicants import trades_for
from examiners.forms.drafts import DraftForm
from examiners.models import ApplicationSubject, ExaminerApplication, SoughtGrade, TitleRank
from examiners.services.drafting import FROM_ROSTER, PLAIN
from ostami import clock
from ostami.policy import EXAMINER_MAX_TRADES
from scope_catalog.fields import TradeChoiceField
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from stations.forms.fields import MailField

CHOICE = {"invalid_choice": "没有这个选项，请从列表中选择。"}
TRADE_NAMES = tuple(f"trade_{place}" for place in range(1, EXAMINER_MAX_TRADES + 1))
OUT_OF_SCOPE = "该工种既不在评价范围内，也不在正在办理的申请中（服务指南 4.7-6）。请从列表中选择。"


def _line(label: str, longest: int, help_text: str = "", **facts: Any) -> forms.CharField:
    return one_line(label, longest=longest, required=False, help_text=help_text, **facts)


def _trade(place: int) -> TradeChoiceField:
    return TradeChoiceField(
        label=f"工种 {place}",
        queryset=Trade.objects.none(),
        required=False,
        empty_label="不选",
        error_messages={"invalid_choice": OUT_OF_SCOPE, "invalid_pk_value": OUT_OF_SCOPE},
    )


class ApplicationForm(DraftForm):
    """Every cell of F2 (guide 3.2), and what its qualification is judged by."""

    person_name = PersonNameField(help_text="与身份证一致。")
    document_type = forms.ChoiceField(
        label="证件类型",
        choices=DocumentType.choices,
        error_messages={"required": "请选择证件类型。", **CHOICE},
    )
    document_number = _line(
        "身份证号码",
        40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    sex = forms.ChoiceField(
        label="性别",
        choices=[("", "未填写"), *Sex.choices],
        required=False,
        help_text="18 位证件号码已含性别，不必选择。",
        error_messages=CHOICE,
    )
    birth_date = one_day(
        "出生日期", "18 位证件号码已含出生日期，不必填写；审批表上的年龄由此计算。", required=False
    )
    education = _line("学历及专业", 100, "如 大学本科　机械设计制造及其自动化。")
    department = _line("所在部门", 100)
    occupation = _line("职业及年限", 100, "如 教师　16 年。")
    title = _line("职称或职务", 100, "如 副教授、系主任。")
    address = _line("通讯地址", 200)
    email = MailField(label="电子邮箱", required=False)
    phone = PhoneField(required=False)
    sought = forms.ChoiceField(
        label="参加培训项目",
        choices=SoughtGrade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择参加培训项目。", **CHOICE},
    )
    skill_level = forms.TypedChoiceField(
        label="职业技能等级",
        choices=[("", "无"), *Level.choices],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="考评员须高级工及以上，高级考评员须高级技师；或具有相应职称（服务指南 3.1.2）。",
        error_messages=CHOICE,
    )
    title_rank = forms.ChoiceField(
        label="专业技术职称",
        choices=TitleRank.choices,
        required=False,
        help_text="考评员须中级及以上，高级考评员须高级；或具有相应技能等级（服务指南 3.1.2）。",
        error_messages=CHOICE,
    )
    examiner_since = one_day(
        "取得考评员资格日期", "申报高级考评员时填写，须满一年（服务指南 3.1.2）。", required=False
    )
    trade_1, trade_2, trade_3 = _trade(1), _trade(2), _trade(3)
    taught_classes = _line("任教班级", 200, "用于回避：任课教师不考评本班学生。没有的不填。")
    department_opinion = _line("所在部门推荐意见", 500, widget=forms.Textarea(attrs={"rows": 3}))
    department_head = PersonNameField(label="部门负责人", required=False)
    department_on = one_day("部门意见日期", "", required=False)

    def __init__(self, *args: Any, application: ExaminerApplication, **kwargs: Any) -> None:
        super().__init__(*args, application=application, **kwargs)
        places = {f"trade_{held.place}": held.trade_id for held in application.trade_places.all()}
        stored = {name: getattr(application, name) for name in (*PLAIN, "document_type")}
        self.initial = {**stored, **places}
        self._offer_trades()
        self._fix_what_the_roster_says()
        if application.document_sealed:
            self.fields[
                "document_number"
            ].help_text = f"已填写 {application.masked_number}；不更改的留空，更改的填写完整号码。"

    def _offer_trades(self) -> None:
        offered = trades_for(self.application.organisation, examiner=self.application.examiner)
        fields: dict[str, Any] = self.fields
        for name in TRADE_NAMES:
            fields[name].queryset = offered

    def _fix_what_the_roster_says(self) -> None:
        if self.application.subject != ApplicationSubject.APPOINTMENT:
            for name in FROM_ROSTER:
                self.fields[name].disabled = True
                self.fields[name].help_text = "按名册，不能更改。"

    def clean_title_rank(self) -> str:
        """Return the rank, empty for none."""
        return str(self.cleaned_data["title_rank"] or "")

    def clean_birth_date(self) -> Any:
        """Nobody is born tomorrow."""
        return self._not_ahead("birth_date")

    def clean_examiner_since(self) -> Any:
        """Nobody became an examiner tomorrow."""
        return self._not_ahead("examiner_since")

    def clean_department_on(self) -> Any:
        """An opinion was written by today."""
        return self._not_ahead("department_on")

    def _not_ahead(self, name: str) -> Any:
        day = self.cleaned_data[name]
        if day and day > clock.today():
            raise ValidationError(f"{self.fields[name].label}不能晚于今天，请核对。")
        return day

    def clean(self) -> dict[str, Any]:
        """Check number and kind together, and that no trade is chosen twice."""
        self._check_document()
        self._check_repeats()
        return self.cleaned_data

    def _check_document(self) -> None:
        facts = self.cleaned_data
        typed = clean_document_number(facts.get("document_number", ""))
        number = typed or self.application.document_number
        if not number or "document_type" not in facts:
            return
        kind = DocumentType(facts["document_type"])
        if wrong := number_problem(kind, number, today=clock.today()):
            self.add_error("document_number", str(wrong))
            return
        facts["document_number"] = number
        if told := facts_in_number(kind, number):
            facts["birth_date"], facts["sex"] = told

    def _check_repeats(self) -> None:
        seen = set()
        for name in TRADE_NAMES:
            trade = self.cleaned_data.get(name)
            if trade in seen:
                self.add_error(name, "同一个工种选了不止一次，请改选或选“不选”。")
            elif trade is not None:
                seen.add(trade)

    def answers(self) -> dict[str, Any]:
        """Return what is right, by the names that the service takes; trades once all their fields are."""
        facts = {name: value for name, value in self.cleaned_data.items() if name not in TRADE_NAMES}
        if not facts.get("document_number"):
            facts.pop("document_number", None)
        if all(name in self.cleaned_data for name in TRADE_NAMES):
            chosen = (self.cleaned_data[name] for name in TRADE_NAMES)
            facts["trades"] = [trade for trade in chosen if trade is not None]
        return facts
