"""The rows of a workbook: what each kind of question takes, and what is told of the others."""

from decimal import Decimal
from typing import Any

import pytest

from ostami.problems import BlockedError
from question_bank.content import Content, likeness
from question_bank.importing.rows import BankRow, read_book
from question_bank.importing.tables import MOST_QUESTIONS
from question_bank.importing.workbooks import template
from question_bank.kinds import Difficulty, QuestionKind
from tests.factories.question_books import book, filled_template, row

KINDS = list(QuestionKind)


def read(kind: QuestionKind, **facts: Any) -> BankRow:
    return read_book(book(**{kind.value: [row(kind, **facts)]})).rows[0]


def reasons(kind: QuestionKind, **facts: Any) -> str:
    return "".join(read(kind, **facts).reasons)


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_of_each_kind_becomes_a_question(kind: QuestionKind) -> None:
    found = read(kind, 评分说明="按要点\n给分")
    assert (found.kind, found.reasons) == (kind, ())
    assert found.content is not None
    assert (found.content.marking, found.content.explanation) == ("按要点\n给分", "练习用的解析")
    facts = found.row.parsed
    assert (facts["difficulty"], facts["points"]) == (Difficulty.FAIRLY_HARD, Decimal("1.5"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_template_filled_in_reads_back(kind: QuestionKind) -> None:
    found = read_book(filled_template(kind, row(kind), row(kind)))
    assert [one.kind for one in found.good] == [kind, kind]


def test_the_template_itself_holds_no_question() -> None:
    with pytest.raises(BlockedError, match="表格里没有数据行"):
        read_book(template())


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [
        (QuestionKind.SINGLE, "ｂ", ("B",)),
        (QuestionKind.MULTIPLE, "acd", ("A", "C", "D")),
        (QuestionKind.MULTIPLE, "A，C；D", ("A", "C", "D")),
        (QuestionKind.TRUE_FALSE, "√", ("对",)),
        (QuestionKind.TRUE_FALSE, "错误", ("错",)),
        (QuestionKind.TRUE_FALSE, True, ("对",)),
        (QuestionKind.FILL_IN, "主轴；卡盘", ("主轴；卡盘",)),
        (QuestionKind.SHORT, "一、要点\n二、要点", ("一、要点\n二、要点",)),
    ],
)
def test_answers_are_read_as_banks_write_them(
    kind: QuestionKind, typed: object, answer: tuple[str, ...]
) -> None:
    content = read(kind, 答案=typed).content
    assert content is not None
    assert content.answer == answer


@pytest.mark.parametrize("typed", ["主轴；刀架｜方刀架", "主轴\n刀架|方刀架"])
def test_the_answers_of_several_blanks_are_parted(typed: str) -> None:
    found = read(QuestionKind.FILL_IN, 题干="由＿＿＿＿带动工件，由____进给。", 答案=typed)
    assert found.reasons == ()
    assert found.content is not None
    assert found.content.answer == ("主轴", "刀架|方刀架")


@pytest.mark.parametrize(
    ("kind", "facts", "reason"),
    [
        (QuestionKind.SINGLE, {"答案": "AB"}, "单选题须有且只有一个答案"),
        (QuestionKind.SINGLE, {"答案": "E"}, "答案“E”不在选项之中"),
        (QuestionKind.SINGLE, {"答案": None}, "“答案”没有填写。"),
        (QuestionKind.SINGLE, {"选项B": None}, "“选项B”没有填写。"),
        (QuestionKind.SINGLE, {"选项C": None}, "选项 C 没有内容"),
        (QuestionKind.SINGLE, {"选项B": "甲"}, "选项 A 与选项 B 相同"),
        (QuestionKind.MULTIPLE, {"答案": "A"}, "多选题至少有两个答案"),
        (QuestionKind.MULTIPLE, {"答案": "AA"}, "答案中有重复的字母"),
        (QuestionKind.TRUE_FALSE, {"答案": "大概"}, "不是判断题的答案，请填写“对”或“错”"),
        (QuestionKind.FILL_IN, {"题干": "车床由什么带动？"}, "填空题的题干中没有空"),
        (QuestionKind.FILL_IN, {"题干": "____和____"}, "题干有 2 个空，答案有 1 个"),
        (QuestionKind.TERM, {"答案": None}, "“答案”没有填写。"),
        (QuestionKind.SHORT, {"答案": "长" * 4001}, "参考答案有 4001 字，不能超过 4000 字"),
        (QuestionKind.ESSAY, {"题干": "长" * 2001}, "题干有 2001 字，不能超过 2000 字"),
        (QuestionKind.ESSAY, {"题干": None}, "“题干”没有填写。"),
        (QuestionKind.ESSAY, {"知识点": None}, "“知识点”没有填写。"),
        (QuestionKind.ESSAY, {"知识点": "长" * 61}, "有 61 个字，不能超过 60 个字"),
        (QuestionKind.ESSAY, {"难度": "很难"}, "“难度”填写的“很难”不在可选范围内"),
        (QuestionKind.ESSAY, {"分值": "1.2"}, "不是 0.5 的倍数"),
        (QuestionKind.ESSAY, {"分值": "0"}, "超出范围，请填写 0.5 到 100"),
        (QuestionKind.ESSAY, {"分值": "两分"}, "不是最多 1 位小数的数字"),
        (QuestionKind.ESSAY, {"分值": None}, "“分值”没有填写。"),
    ],
)
def test_what_is_wrong_with_a_row_is_told(kind: QuestionKind, facts: dict[str, Any], reason: str) -> None:
    assert reason in reasons(kind, **facts)


def test_one_mistake_does_not_hide_another() -> None:
    told = reasons(QuestionKind.SINGLE, 知识点=None, 分值="x", 答案="H", 选项B="甲")
    assert [part in told for part in ("知识点", "分值", "答案“H”", "相同")] == [True] * 4


def test_a_row_without_difficulty_is_medium() -> None:
    assert read(QuestionKind.ESSAY, 难度=None).row.parsed["difficulty"] == Difficulty.MEDIUM


def test_a_row_is_known_by_tab_and_number() -> None:
    found = read_book(book(essay=[row(QuestionKind.ESSAY), row(QuestionKind.ESSAY, 题干=None)]))
    assert [one.place for one in found.bad] == ["工作表“论述题”第 3 行"]


def test_words_are_kept_and_known_again() -> None:
    found = read(QuestionKind.SINGLE, 题干="两数之和等于几？\n（选一项）")
    words = Content(stem="两数之和等于几？\n（选一项）", options=tuple("甲乙丙丁"), answer=("B",))
    assert found.content is not None
    assert found.content.stem == words.stem
    assert found.digest == likeness(QuestionKind.SINGLE, words)


def test_one_file_has_at_most_five_thousand_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_QUESTIONS == 5000
    monkeypatch.setattr("question_bank.importing.rows.MOST_QUESTIONS", 3)
    content = book(row(), row(), essay=[row(QuestionKind.ESSAY), row(QuestionKind.ESSAY)])
    with pytest.raises(BlockedError, match="工作簿有 4 题，一次最多导入 3 题"):
        read_book(content)
