"""Each kind of document number, right and wrong, as people type it."""

from datetime import date

import pytest

from accounts.identity import DocumentType, Sex
from candidates.person.registration import NewCandidate, registration_problems
from tests.candidates.document_number_cases import BORN_AND_SEX, CASES, YOUNG, Case, of_day

TODAY = date(2026, 8, 1)


def registering(kind: DocumentType, number: str, **facts: object) -> NewCandidate:
    person = NewCandidate(
        username="linxiaohe",
        name="林小禾",
        document_type=kind,
        document_number=number,
        phone="13900000001",
        sex=Sex.FEMALE,
        birth_date=date(2006, 3, 15),
    )
    return person.cleaned()


def test_the_table_is_long_enough() -> None:
    assert len(CASES) >= 60
    assert {case.kind for case in CASES} == set(DocumentType)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_number_is_cleaned_and_judged(case: Case) -> None:
    person = registering(case.kind, case.typed)
    found = [str(problem) for problem in registration_problems(person, today=TODAY)]
    assert (person.document_number, found) == (case.clean, [case.sentence] if case.sentence else [])


@pytest.mark.parametrize(("kind", "number", "born", "sex"), BORN_AND_SEX)
def test_a_number_tells_birth_date_and_sex(kind: DocumentType, number: str, born: date, sex: Sex) -> None:
    person = registering(kind, number)
    assert (person.birth_date, person.sex) == (born, sex)


@pytest.mark.parametrize(
    ("born", "today", "may"),
    [
        ("20120802", date(2026, 8, 1), False),
        ("20120801", date(2026, 8, 1), True),
        ("20120229", date(2026, 2, 28), False),
        ("20120229", date(2026, 3, 1), True),
        ("20121231", date(2026, 12, 30), False),
        ("20121231", date(2026, 12, 31), True),
        ("20130101", date(2026, 12, 31), False),
        ("20130101", date(2027, 1, 1), True),
    ],
)
def test_nobody_registers_before_the_fourteenth_birthday(born: str, today: date, *, may: bool) -> None:
    problems = registration_problems(registering(DocumentType.RESIDENT_ID, of_day(born)), today=today)
    assert [str(problem) for problem in problems] == ([] if may else [YOUNG])


@pytest.mark.parametrize(("born", "may"), [(date(2012, 8, 1), True), (date(2012, 8, 2), False)])
def test_the_typed_birth_date_of_a_passport_counts_as_well(born: date, *, may: bool) -> None:
    person = NewCandidate(
        username="linxiaohe",
        name="LIN XIAOHE",
        document_type=DocumentType.PASSPORT,
        document_number="EX1234567",
        phone="13900000001",
        sex=Sex.FEMALE,
        birth_date=born,
    ).cleaned()
    assert [str(one) for one in registration_problems(person, today=TODAY)] == ([] if may else [YOUNG])
