"""What stations type into plans and batch applications."""

from itertools import groupby
from typing import Any, cast

from django import forms

from accounts.form_fields import one_line
from accounts.forms import ConfirmForm
from accounts.models import User
from batches.declaring import DECLARATION
from batches.models import Batch, CandidateType, PlanItem
from batches.selectors import Offer, offers_of, sitting
from examiners.models import Examiner
from ostami import clock, policy
from scope_catalog.choices import Scheme
from stations.models import Station

SPLIT_MAX_ITEMS = 10
NOT_FIT = (
    "所选人员不能担任：须为本考试站、取得该工种资格、在考试日有效的考评员（服务指南 4.5.1-4）。"
    "请从名单中选择。"
)
NOT_IN_SCOPE = "所选工种等级不在本站获批的评价范围内（服务指南 4.7-6）。请从列表中选择，或先申请增项。"
NOT_FREE = "所选计划项不能选用：须为本站已批准且未被选用的计划项（服务指南 4.5.1-1）。请从列表中选择。"
TOO_MANY = f"一次最多拆分成 {SPLIT_MAX_ITEMS} 条，共 %(limit_value)d 人（服务指南 4.5.1-1）。请分几次添加。"


class PlanForm(ConfirmForm):
    """The year of a new plan."""

    year = forms.TypedChoiceField(
        label="年度",
        coerce=int,
        help_text="每年一份。该年度的计划已批准的，将新建补充计划（服务指南 4.5.1-1）。",
        error_messages={
            "required": "请选择年度。",
            "invalid_choice": "只能编制今年或明年的计划，请重新选择。",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = clock.today().year
        years = cast("forms.TypedChoiceField", self.fields["year"])
        years.choices = [(year, f"{year} 年") for year in (this_year, this_year + 1)]


class PlanItemForm(forms.Form):
    """One item of a plan: trade and level out of the station's scope, people, month."""

    offer = forms.ChoiceField(
        label="工种等级",
        help_text="只列出本站获批评价范围内的工种和等级（服务指南 4.7-6）。",
        error_messages={
            "required": "请选择工种等级。",
            "invalid_choice": NOT_IN_SCOPE,
        },
    )
    headcount = forms.IntegerField(
        label="计划人数",
        min_value=1,
        max_value=policy.PLAN_ITEM_MAX_PEOPLE * SPLIT_MAX_ITEMS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=f"每条最多 {policy.PLAN_ITEM_MAX_PEOPLE} 人，超过时可拆分成多条（服务指南 4.5.1-1）。",
        error_messages={
            "required": "请填写计划人数。",
            "invalid": "计划人数须为整数，请重新填写。",
            "min_value": "计划人数至少 1 人，请重新填写。",
            "max_value": TOO_MANY,
        },
    )
    month = forms.TypedChoiceField(
        label="计划月份",
        coerce=int,
        choices=[("", "请选择"), *((month, f"{month} 月") for month in range(1, 13))],
        error_messages={"required": "请选择计划月份。", "invalid_choice": "月份为 1 至 12，请重新选择。"},
    )
    note = forms.CharField(
        label="备注（选填）",
        max_length=100,
        required=False,
        error_messages={"max_length": "备注最多 100 个字，请缩短。"},
    )

    def __init__(self, *args: Any, actor: User, station: Station, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = {offer.key: offer for offer in offers_of(station, on=clock.today())}
        groups = groupby(self.offers.values(), key=lambda offer: offer.trade)
        choices = [
            (trade.code_and_name, [(offer.key, offer.label) for offer in offers]) for trade, offers in groups
        ]
        cast("forms.ChoiceField", self.fields["offer"]).choices = [("", "请选择"), *choices]

    def clean_offer(self) -> Offer:
        """Return the trade and level."""
        return self.offers[self.cleaned_data["offer"]]

    def typed_people(self) -> int:
        """Return the number of people as typed, whether or not it was refused; 0 where it is no number."""
        try:
            people: int = self.fields["headcount"].clean(self["headcount"].value())
        except forms.ValidationError:
            return 0
        return people

    def facts(self) -> dict[str, Any]:
        """Return the item's facts by the names of the verbs that store them."""
        facts = dict(self.cleaned_data)
        offer: Offer = facts.pop("offer")
        return {"trade": offer.trade, "level": offer.level, **facts}


def facts_of(item: PlanItem) -> dict[str, Any]:
    """Return a plan item as the form shows it."""
    offer = Offer(item.trade, item.level).key
    return {"offer": offer, "headcount": item.headcount, "month": item.month, "note": item.note}


class BatchForm(ConfirmForm):
    """A batch application as a whole."""

    scheme = forms.ChoiceField(
        label="评价类别",
        choices=Scheme.choices,
        error_messages={"invalid_choice": "没有这个评价类别，请重新选择。"},
    )
    candidate_type = forms.ChoiceField(
        label="考生类型",
        choices=CandidateType.choices,
        widget=forms.RadioSelect,
        help_text="一个批次只有一类考生，不同类型请分批次申请（服务指南 4.5.1-3）。",
        error_messages={"required": "请选择考生类型。", "invalid_choice": "没有这个考生类型，请重新选择。"},
    )
    exam_date = forms.DateField(
        label="考试日期（计划评价/认定时间）",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "请选择考试日期。",
            "invalid": "考试日期格式为 年-月-日，如 2026-09-01，请重新填写。",
        },
    )
    place = forms.CharField(
        label="考试地点",
        max_length=100,
        help_text="写明校区、楼号和房间，理论与实操分开的请都写上。",
        error_messages={"required": "请填写考试地点。", "max_length": "考试地点最多 100 个字，请缩短。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earliest = policy.earliest_exam_date(clock.today())
        day = self.fields["exam_date"]
        day.widget.attrs["min"] = earliest.isoformat()
        lead = f"距申请当日 {policy.BATCH_LEAD_DAYS} 天以上（服务指南 4.5.1-2）"
        day.help_text = f"今天提交申请，最早可选 {earliest}：{lead}。"


def facts_of_batch(batch: Batch) -> dict[str, Any]:
    """Return a batch as the form shows it."""
    names = ("scheme", "candidate_type", "exam_date", "place")
    return {name: getattr(batch, name) for name in names}


class PlanItemChoice(ConfirmForm):
    """The plan item that a batch is to use."""

    plan_item = forms.ModelChoiceField(
        queryset=PlanItem.objects.none(),
        label="计划项",
        error_messages={
            "required": "请选择一个计划项。",
            "invalid_choice": NOT_FREE,
        },
    )

    def __init__(self, *args: Any, batch: Batch, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        usable = PlanItem.objects.visible_to(actor).approved().free()
        usable = usable.filter(plan__station=batch.station, trade__occupation__scheme=batch.scheme)
        field = cast("forms.ModelChoiceField[PlanItem]", self.fields["plan_item"])
        field.queryset = usable.exclude(batch_items__batch=batch)


class LeaderField(forms.ModelChoiceField[Examiner]):
    """Choose one examiner."""

    def label_from_instance(self, obj: Examiner) -> str:
        """Return name, grade, certificate and validity."""
        return _examiner_label(obj)


class ExaminersField(forms.ModelMultipleChoiceField[Examiner]):
    """Choose several examiners."""

    def label_from_instance(self, obj: Examiner) -> str:
        """Return name, grade, certificate and validity."""
        return _examiner_label(obj)


def _examiner_label(examiner: Examiner) -> str:
    grade = examiner.get_grade_display()
    return (
        f"{examiner.person_name}（{grade}，证号 {examiner.certificate_number}，有效期至 {examiner.valid_to}）"
    )


class PanelForm(ConfirmForm):
    """The panel of a batch item: one leader and its examiners (guide 4.5.1-4)."""

    leader = LeaderField(
        queryset=Examiner.objects.none(),
        label="考评组长",
        empty_label=None,
        widget=forms.RadioSelect,
        help_text="选择 1 位。组长可以同时是考评员，计入考评组人数。",
        error_messages={"required": "请选择 1 位考评组长（服务指南 4.5.1-4）。", "invalid_choice": NOT_FIT},
    )
    examiners = ExaminersField(
        queryset=Examiner.objects.none(),
        label="考评员",
        widget=forms.CheckboxSelectMultiple,
        help_text=f"连同组长至少 {policy.PANEL_MIN_EXAMINERS} 人，宜为单数。",
        error_messages={
            "required": "请选择考评员（服务指南 4.5.1-4）。",
            "invalid_choice": NOT_FIT,
            "invalid_pk_value": NOT_FIT,
        },
    )

    avoidance_declared = forms.BooleanField(
        label=f"声明：{DECLARATION}",
        required=False,
        help_text="任教班级的教师、考生的亲属须回避，不得考评相关考生。提交批次申请前须声明。",
    )
    avoidance_named = one_line(
        "须回避的考评员（有上述关系时填写）",
        longest=300,
        required=False,
        help_text="写明姓名和关系，如“张老师任教数控2301班，不考评该班考生”；填写后不勾选声明。",
    )
    panel_reason = one_line(
        "考评组说明",
        longest=300,
        required=False,
        help_text="考评组为双数，或与上次相比更换过少时，写明理由，由管理站审批时参考。",
    )

    def __init__(self, *args: Any, batch: Batch, plan_item: PlanItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("leader", "examiners"):
            cast("LeaderField", self.fields[name]).queryset = sitting(batch, plan_item)
