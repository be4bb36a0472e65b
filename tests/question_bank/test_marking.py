"""Answers to objective questions are marked by what they say, not by how they are typed."""

import pytest

from question_bank.content import Content
from question_bank.kinds import OBJECTIVE, QuestionKind
from question_bank.marking import is_right

OPTIONS = ("甲", "乙", "丙", "丁")
CHOICE = [
    (QuestionKind.SINGLE, ("B",), ["B"], True),
    (QuestionKind.SINGLE, ("B",), ["A"], False),
    (QuestionKind.SINGLE, ("B",), ["A", "B"], False),
    (QuestionKind.SINGLE, ("B",), [], False),
    (QuestionKind.MULTIPLE, ("A", "C"), ["A", "C"], True),
    (QuestionKind.MULTIPLE, ("A", "C"), ["C", "A"], True),
    (QuestionKind.MULTIPLE, ("A", "C"), ["A"], False),
    (QuestionKind.MULTIPLE, ("A", "C"), ["A", "B", "C"], False),
    (QuestionKind.MULTIPLE, ("A", "C"), [], False),
    (QuestionKind.TRUE_FALSE, ("对",), ["对"], True),
    (QuestionKind.TRUE_FALSE, ("对",), ["错"], False),
    (QuestionKind.TRUE_FALSE, ("错",), ["错"], True),
    (QuestionKind.TRUE_FALSE, ("错",), [], False),
]
BLANKS = [
    (("主轴",), ["主轴"], True),
    (("主轴",), [" 主 轴　"], True),
    (("主轴|机床主轴",), ["机床主轴"], True),
    (("主轴 | 机床主轴",), ["机床主轴"], True),
    (("主轴｜机床主轴",), ["机床主轴"], True),
    (("r/min",), ["R/MIN"], True),
    (("r/min",), ["ｒ／ｍｉｎ"], True),
    (("30°",), ["３０°"], True),
    (("主轴",), ["主轴箱"], False),
    (("主轴",), [""], False),
    (("主轴",), [" "], False),
    (("主轴|",), [""], False),
    (("主轴", "尾座"), ["主轴", "尾座"], True),
    (("主轴", "尾座"), ["尾座", "主轴"], False),
    (("主轴", "尾座"), ["主轴", ""], False),
    (("主轴", "尾座"), ["主轴"], False),
    (("主轴",), ["主轴", "尾座"], False),
    (("主轴|机床主轴",), ["主轴|机床主轴"], False),
]


@pytest.mark.parametrize(("kind", "answer", "given", "right"), CHOICE)
def test_a_choice_is_right_with_all_right_options_and_no_other(
    kind: QuestionKind, answer: tuple[str, ...], given: list[str], *, right: bool
) -> None:
    content = Content(stem="题", options=OPTIONS, answer=answer)
    assert is_right(kind=kind, content=content, given=given) is right


@pytest.mark.parametrize(("answer", "given", "right"), BLANKS)
def test_every_blank_takes_any_of_its_answers_however_typed(
    answer: tuple[str, ...], given: list[str], *, right: bool
) -> None:
    content = Content(stem="____" * len(answer), answer=answer)
    assert is_right(kind=QuestionKind.FILL_IN, content=content, given=given) is right


@pytest.mark.parametrize("kind", sorted(set(QuestionKind) - OBJECTIVE))
def test_what_examiners_mark_is_not_marked_here(kind: QuestionKind) -> None:
    with pytest.raises(ValueError, match="marked by examiners"):
        is_right(kind=kind, content=Content(stem="题", answer=("答",)), given=["答"])
