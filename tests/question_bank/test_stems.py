"""Where the answer is written in a question's stem."""

import pytest

from question_bank.kinds import QuestionKind
from question_bank.papers.stems import BRACKET, LINE, pieces_of


def shown(kind: QuestionKind, stem: str) -> str:
    return "".join(piece.text for piece in pieces_of(kind, stem))


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("主轴的作用是", f"主轴的作用是{BRACKET}"),
        ("主轴的作用是。", f"主轴的作用是{BRACKET}。"),
        ("主轴有什么作用？", f"主轴有什么作用？{BRACKET}"),
        ("主轴( )的作用", f"主轴{BRACKET}的作用"),
        ("主轴（）的作用", f"主轴{BRACKET}的作用"),
        ("主轴()的作用", f"主轴{BRACKET}的作用"),
        ("主轴（____）的作用", f"主轴{BRACKET}的作用"),
        ("main() 返回", f"main() 返回{BRACKET}"),
        ("main() 返回( )。", f"main() 返回{BRACKET}。"),
        ("（　）和（　）", f"{BRACKET}和{BRACKET}"),
        (" 首尾的空白 ", f"首尾的空白{BRACKET}"),
    ],
)
def test_a_choice_has_a_bracket(stem: str, expected: str) -> None:
    assert shown(QuestionKind.SINGLE, stem) == expected
    assert shown(QuestionKind.MULTIPLE, stem) == expected


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("越大越好。（ ）", "越大越好。"),
        ("越大越好（ ）。", "越大越好。"),
        ("越大越好", "越大越好"),
        ("函数 f() 总是有值", "函数 f() 总是有值"),
        ("（ ）越大越好", "（ ）越大越好"),
        ("调用 main()。", "调用 main()。"),
    ],
)
def test_a_statement_loses_the_bracket_at_its_end(stem: str, expected: str) -> None:
    assert shown(QuestionKind.TRUE_FALSE, stem) == expected


def test_blanks_are_all_of_one_width() -> None:
    assert shown(QuestionKind.FILL_IN, "甲___乙__________。") == f"甲{LINE}乙{LINE}。"


def test_other_stems_stay_as_they_are() -> None:
    assert shown(QuestionKind.ESSAY, "试论____（ ）。") == "试论____（ ）。"
