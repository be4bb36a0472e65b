"""The people of an application, a row a person."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django import forms

from accounts.form_fields import PersonNameField, PhoneField, one_line
from accounts.form_rows import BaseRows, RowsForm, StoredRowForm, rows_of
from accounts.models import User
from accounts.names import fold
from ostami import policy
from stations.models import ApplicationKind, ApplicationPerson, PersonRole, StationApplication
from stations.services.people import MOST_PEOPLE, PersonEntry, roles_for

PREFIX = "person"
FIELDS = ("role", "name", "title", "subject", "phone", "certificate_number")
# How many of each a station needs at least (guide 2.1.2, 2.3): blank rows are offered for who is lacking.
LEAST = {
    PersonRole.DIRECTOR: 1,
    PersonRole.DEPUTY: policy.STATION_MIN_DEPUTIES,
    PersonRole.MANAGER: 1,
    PersonRole.TRAINER: 1,
    PersonRole.EXAMINER: policy.EXAMINERS_PER_TRADE,
}


class PersonForm(StoredRowForm):
    """One person."""

    says_nothing = StoredRowForm.says_nothing | {"role"}

    role = forms.ChoiceField(
        label="身份",
        error_messages={"required": "请选择身份。", "invalid_choice": "请从列表中选择身份。"},
    )
    name = PersonNameField()
    title = one_line("职称或技能等级", longest=50, required=False)
    subject = one_line("专业或任教课程", longest=60, required=False)
    phone = PhoneField(required=False)
    certificate_number = one_line("考评员证书编号", longest=40, required=False)

    def __init__(self, *args: Any, roles: tuple[PersonRole, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "请选择"), *((role.value, role.label) for role in roles)]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean_certificate_number(self) -> str:
        """Fold the number."""
        return fold(self.cleaned_data["certificate_number"])

    def entry(self, position: int) -> PersonEntry:
        """Return the person as typed, at the place `position` of the page."""
        facts = {name: self.cleaned_data[name] for name in FIELDS}
        return PersonEntry(**{**facts, "role": PersonRole(facts["role"])}, pk=self.key, position=position)


class BasePeople(BaseRows[PersonForm]):
    """All people: nobody twice."""

    def clean(self) -> None:
        """Name the rows that repeat an earlier one."""
        self.refuse_repeats("name", lambda row: tuple(row.cleaned_data.get(name) for name in FIELDS))
        self.refuse_repeats("certificate_number", lambda row: row.cleaned_data.get("certificate_number"))


class PeopleForm(RowsForm):
    """All people of an application, or of an addition its examiners and trainers."""

    rows_class = rows_of(PersonForm, most=MOST_PEOPLE, base=BasePeople)

    def __init__(self, *args: Any, actor: User, application: StationApplication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.roles = roles_for(application)
        people = list(application.people.filter(role__in=self.roles))
        blank = [{"role": role} for role in _lacking(application, people)]
        self.set_rows({PREFIX: [*map(_stored, people), *blank]})

    @property
    def entries(self) -> list[PersonEntry]:
        """The people whose rows are right."""
        return [row.entry(number) for _, number, row in self.good_rows()]

    def row_facts(self) -> dict[str, Any]:
        """Hand the roles to each row."""
        return {"roles": self.roles}


def _stored(person: ApplicationPerson) -> dict[str, Any]:
    return {name: getattr(person, name) for name in ("pk", *FIELDS)}


def _lacking(application: StationApplication, people: list[ApplicationPerson]) -> Iterator[PersonRole]:
    """Yield the roles of an establishment that are still to be named."""
    if application.kind != ApplicationKind.ESTABLISHMENT:
        return
    named = Counter(person.role for person in people)
    for role, least in LEAST.items():
        yield from [role] * (least - named[role])
