"""What is typed about published results: objections, reviews, answers, carried scores."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from accounts.forms import ConfirmForm
from exams.models import ReviewOutcome
from exams.publishing.carrying import Offer, last_day
from question_bank.paper_kinds import PaperKind

TOO_LONG = {"max_length": "请控制在 %(limit_value)d 字以内，现有 %(show_value)d 字。"}


def _words(label: str, required: str, most: int, **kwargs: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4})
    errors = {**TOO_LONG, "required": required}
    return forms.CharField(label=label, max_length=most, widget=area, error_messages=errors, **kwargs)


class ObjectionForm(forms.Form):
    """What somebody objects to a public notice."""

    name = forms.CharField(
        label="您的姓名", max_length=50, error_messages={**TOO_LONG, "required": "请填写姓名，以便核实。"}
    )
    contact = forms.CharField(
        label="联系方式",
        max_length=60,
        help_text="手机号码或电子邮箱，仅供管理站核实和答复使用，不公开。",
        error_messages={**TOO_LONG, "required": "请填写手机号码或电子邮箱，以便答复。"},
    )
    text = _words("异议内容", "请写明对谁、对什么有异议，以及依据。", 1000)


class AnswerForm(ConfirmForm):
    """Management's answer to an objection."""

    answer = _words("答复", "请填写核实情况和处理结果。", 1000)


class ReviewAskForm(ConfirmForm):
    """Which score is to be read again, and why."""

    kind = forms.ChoiceField(
        label="科目",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择要复查的科目。", "invalid_choice": "该科成绩不能申请复查。"},
    )
    reason = _words("申请理由", "请写明申请理由。", 300)

    def __init__(self, *args: Any, kinds: list[PaperKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = cast("forms.ChoiceField", self.fields["kind"])
        kind.choices = [(one.value, f"{one.label}成绩") for one in kinds]
        if len(kinds) == 1:
            kind.initial = kinds[0].value


OUTCOMES = {
    ReviewOutcome.UPHELD.value: "成绩无误，维持原成绩",
    ReviewOutcome.CORRECTED.value: "成绩有误，须更正（由管理站退回成绩后更正）",
    ReviewOutcome.CENTRE.value: "成绩有误，但证书已核发（请报指导中心处理）",
}


class ReviewAnswerForm(ConfirmForm):
    """What came of a review."""

    outcome = forms.ChoiceField(
        label="复查结果",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择复查结果。"},
    )
    answer = _words("给考生的答复", "请写明复查情况，考生可以看到。", 300)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = cast("forms.ChoiceField", self.fields["outcome"])
        # All three: whoever sends one that isn't offered any more is told why.
        outcome.choices = list(OUTCOMES.items())

    def offer(self, found: Iterable[ReviewOutcome]) -> None:
        """Show those outcomes alone."""
        outcome = cast("forms.ChoiceField", self.fields["outcome"])
        outcome.choices = [(one.value, OUTCOMES[one.value]) for one in found]


class CarryForm(ConfirmForm):
    """Which earlier exam's passed paper counts."""

    source = forms.ChoiceField(
        label="保留的成绩",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择保留的成绩。", "invalid_choice": "所选考试没有可以保留的成绩。"},
    )

    def __init__(self, *args: Any, found: list[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(one.source.pk): one for one in found}
        source = cast("forms.ChoiceField", self.fields["source"])
        source.choices = [(key, offer_words(one)) for key, one in self.found.items()]
        if len(self.found) == 1:
            source.initial = next(iter(self.found))


def offer_words(offer: Offer) -> str:
    """Return an offer as people read it."""
    batch = offer.source.batch
    score = f"{offer.kind.label}成绩 {offer.score.normalize():f} 分"
    return f"{score}，{batch.exam_date} 在{batch.station}考试，可保留至 {last_day(offer)} 的考试"
