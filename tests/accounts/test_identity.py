"""Document numbers: shapes, check digits, what they tell, how they show."""

from datetime import date

import pytest

from accounts.identity import (
    DocumentType,
    Sex,
    birth_date_of,
    carries_birth_date,
    check_digit,
    clean_document_number,
    document_index,
    facts_in_number,
    mask_number,
    number_problem,
    sex_of,
)

TODAY = date(2026, 8, 1)


def numbered(head: str) -> str:
    return head + check_digit(head)


@pytest.mark.parametrize(
    ("first_17", "digit"),
    [
        ("11010519491231002", "X"),  # the standard's own example
        ("44052418800101001", "4"),  # the standard's other example
        ("99010120060315002", numbered("99010120060315002")[-1]),
    ],
)
def test_check_digits_are_those_of_the_standard(first_17: str, digit: str) -> None:
    assert check_digit(first_17) == digit


def test_every_single_wrong_digit_is_found() -> None:
    number = numbered("99010120060315002")
    for place in range(17):
        for digit in "0123456789":
            changed = number[:place] + digit + number[place + 1 :]
            if changed != number:
                assert number_problem(DocumentType.RESIDENT_ID, changed, today=TODAY) is not None


def test_two_neighbours_exchanged_are_found() -> None:
    number = numbered("99010120060315002")
    for place in range(16):
        changed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        if changed != number:
            assert number_problem(DocumentType.RESIDENT_ID, changed, today=TODAY) is not None


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        (" 990101 20060315 002x ", "99010120060315002X"),
        ("９９０１０１２００６０３１５００２ｘ", "99010120060315002X"),
        ("990101-20060315-002X", "99010120060315002X"),
        ("990101－20060315－002X", "99010120060315002X"),
        ("h12345678", "H12345678"),
        ("", ""),
    ],
)
def test_typed_numbers_are_folded(typed: str, clean: str) -> None:
    assert clean_document_number(typed) == clean


@pytest.mark.parametrize(
    ("kind", "number", "right"),
    [
        (DocumentType.RESIDENT_ID, numbered("99010120060315002"), True),
        (DocumentType.RESIDENT_ID, numbered("99010120260801002"), True),
        (DocumentType.RESIDENT_ID, numbered("99010120260802002"), False),
        (DocumentType.RESIDENT_ID, numbered("99010119000101002"), True),
        (DocumentType.RESIDENT_ID, numbered("99010118991231002"), False),
        (DocumentType.RESIDENT_ID, numbered("99010120040229002"), True),
        (DocumentType.RESIDENT_ID, numbered("99010120050229002"), False),
        (DocumentType.RESIDENT_ID, "９" * 18, False),
        (DocumentType.RESIDENT_ID, numbered("83000020060315002"), False),
        (DocumentType.RESIDENCE_PERMIT, numbered("83000020060315002"), True),
        (DocumentType.RESIDENCE_PERMIT, numbered("99010120060315002"), False),
        (DocumentType.HONGKONG_MACAO_PERMIT, "H12345678", True),
        (DocumentType.HONGKONG_MACAO_PERMIT, "M1234567890", True),
        (DocumentType.HONGKONG_MACAO_PERMIT, "H123456789", False),
        (DocumentType.HONGKONG_MACAO_PERMIT, "A12345678", False),
        (DocumentType.TAIWAN_PERMIT, "12345678", True),
        (DocumentType.TAIWAN_PERMIT, "1234567", False),
        (DocumentType.FOREIGN_PERMANENT, "ABC123456789012", True),
        (DocumentType.FOREIGN_PERMANENT, numbered("93215620060315002"), True),
        (DocumentType.FOREIGN_PERMANENT, "93215620060315002" + "!", False),
        (DocumentType.FOREIGN_PERMANENT, numbered("83215620060315002"), False),
        (DocumentType.PASSPORT, "EX1234567", True),
        (DocumentType.PASSPORT, "E123", False),
        (DocumentType.OFFICER, "练字第123456号", True),
        (DocumentType.OFFICER, "军", False),
    ],
)
def test_each_kind_of_card_has_its_shape(kind: DocumentType, number: str, *, right: bool) -> None:
    problem = number_problem(kind, number, today=TODAY)
    assert (problem is None) == right
    if problem:
        assert (problem.field, bool(problem.remedy)) == ("document_number", True)


def test_digits_of_other_scripts_are_no_digits() -> None:
    arabic = "٩٩٠١٠١٢٠٠٦٠٣١٥٠٠٢٠"
    assert number_problem(DocumentType.RESIDENT_ID, arabic, today=TODAY) is not None
    assert number_problem(DocumentType.TAIWAN_PERMIT, "١٢٣٤٥٦٧٨", today=TODAY) is not None


def test_a_number_tells_birth_date_and_sex() -> None:
    woman, man = numbered("99010120060315002"), numbered("99010120060315003")
    assert birth_date_of(woman) == date(2006, 3, 15)
    assert (sex_of(woman), sex_of(man)) == (Sex.FEMALE, Sex.MALE)
    assert facts_in_number(DocumentType.RESIDENT_ID, man) == (date(2006, 3, 15), Sex.MALE)
    assert facts_in_number(DocumentType.PASSPORT, man) is None
    assert facts_in_number(DocumentType.RESIDENT_ID, "990101") is None
    assert facts_in_number(DocumentType.RESIDENT_ID, numbered("99010120061315002")) is None
    assert not carries_birth_date(DocumentType.FOREIGN_PERMANENT, "ABC123456789012")


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("99010120060315002X", "9901**********002X"),
        ("H12345678", "H123*5678"),
        ("12345678", "1******8"),
        ("E1234", "E***4"),
    ],
)
def test_masked_numbers_show_their_ends_alone(number: str, masked: str) -> None:
    assert mask_number(number) == masked


def test_the_index_finds_a_number_and_tells_nothing() -> None:
    number = numbered("99010120060315002")
    index = document_index(number)
    assert index == document_index(number)
    assert index != document_index(numbered("99010120060315003"))
    assert (len(index), number[:6] in index) == (64, False)


def test_an_eighteen_digit_number_is_no_officers_card() -> None:
    problem = number_problem(DocumentType.OFFICER, numbered("99010120060315002"), today=TODAY)
    assert str(problem) == ("18 位号码是居民身份证等证件的号码，不是军官证号码。请核对证件类型和号码。")
