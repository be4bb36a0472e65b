"""The page of the personal form on certificates and titles that the person holds (guide 4.4)."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from accounts.form_fields import DigitsField, one_day
from candidates.forms.answers import AnswersForm, choice, optional, relation
from candidates.models.enrolments import RANKS
from candidates.personal_form.asked import PRIOR, TITLE, asks_title, certificate_fields, states_any
from ostami import clock
from scope_catalog.levels import Level

YEARS = "工龄为 0 至 60 年的整数，如 3。"


class CertificatesForm(AnswersForm):
    """What the person holds already, or that it is nothing; may be saved incomplete."""

    optional_names = frozenset({"other"})
    holdings: ClassVar[tuple[str, ...]] = (*PRIOR, *TITLE)

    nothing = forms.BooleanField(required=False)
    prior_skill = optional("", 60, "按证书填写，如 车工 五级/初级工。")
    prior_level = forms.TypedChoiceField(
        choices=[("", "请选择"), *Level.choices],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "请从列表中选择已取得等级。"},
    )
    prior_relation = relation("证书职业与申报工种", "照实选择，由考试站核对。")
    prior_certificate_number = optional(
        "", 40, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )
    prior_issuer = optional("", 60, "证书上盖章的单位。")
    prior_issued_on = one_day("证书取得日期", "按证书上的发证日期填写。", required=False)
    title_name = optional("", 60, "如 助理工程师。")
    title_rank = choice("职称级别", RANKS)
    title_relation = relation("职称专业与申报工种", "照实选择，由考试站核对。")
    title_obtained_on = one_day("职称取得日期", "按职称证书填写。", required=False)
    years_in_occupation = DigitsField(
        units="年",
        required=False,
        min_value=0,
        max_value=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="从事申报职业的年数，还没有从事的填 0。",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), YEARS),
    )
    other = optional("", 100, "没有可不填。")

    def asked(self) -> tuple[str, ...]:
        """Return the fields on certificates and titles."""
        return ("nothing", *certificate_fields(self.enrolment))

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields by what they tell of, each group with its heading."""
        parts = (
            ("职业技能证书", PRIOR),
            ("职称", TITLE),
            ("工龄", ("years_in_occupation",)),
            ("其他", ("other",)),
        )
        found = [(legend, [self[name] for name in names if name in self.fields]) for legend, names in parts]
        return [(legend, fields) for legend, fields in found if fields]

    def stored(self, name: str) -> Any:
        """Return what the enrolment holds; that it is nothing follows from the rest."""
        if name == "nothing":
            return self.enrolment.certificates_said and not states_any(self.enrolment, self.holdings)
        return super().stored(name)

    def label(self, name: str) -> str:
        """Return what a field is called."""
        if name != "nothing":
            return super().label(name)
        return f"我没有已取得的职业技能证书{'和职称' if asks_title(self.enrolment) else ''}"

    def clean_prior_issued_on(self) -> date | None:
        """No certificate was got in the future or before birth."""
        return self._past("prior_issued_on", "证书取得日期")

    def clean_title_obtained_on(self) -> date | None:
        """No title was got in the future or before birth."""
        return self._past("title_obtained_on", "职称取得日期")

    def _past(self, name: str, label: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and day > clock.today():
            raise forms.ValidationError(f"{label}不能晚于今天，请按证书更正。")
        if day and day <= self.enrolment.candidate.birth_date:
            raise forms.ValidationError(f"{label}早于出生日期，请按证书更正。")
        return day

    def clean(self) -> dict[str, Any]:
        """Nothing and something exclude each other; either says the page."""
        facts = self.cleaned_data
        held = any(facts.get(name) for name in self.holdings)
        if facts.get("nothing") and held:
            self.add_error("nothing", "已勾选“没有”，又填写了证书或职称。请取消勾选，或清空下面的内容。")
        return {**facts, "certificates_said": held or bool(facts.get("nothing"))}
