"""What is wrong with a question's content."""

import pytest

from question_bank.content import Content
from question_bank.content_rules import problems_of
from question_bank.kinds import QuestionKind
from tests.factories.questions import content

K = QuestionKind


@pytest.mark.parametrize("kind", K)
def test_good_content_of_every_kind_has_no_problems(kind: K) -> None:
    assert list(problems_of(kind, content(kind))) == []


@pytest.mark.parametrize(
    ("kind", "facts", "field", "words"),
    [
        (K.SINGLE, {"stem": " "}, "stem", "请填写题干"),
        (K.SHORT, {"stem": "长" * 2001}, "stem", "题干有 2001 字，不能超过 2000 字"),
        (K.SINGLE, {"options": ("甲",)}, "options", "单选题须有 2–8 个选项，现有 1 个"),
        (K.SINGLE, {"options": tuple("甲乙丙丁戊己庚辛壬")}, "options", "单选题须有 2–8 个选项，现有 9 个"),
        (K.SINGLE, {"options": ("甲", "", "丙")}, "options", "选项 B 没有内容"),
        (K.SINGLE, {"options": ("10 mm", "１０mm")}, "options", "选项 A 与选项 B 相同"),
        (K.SINGLE, {"options": ("甲", "长" * 301)}, "options", "选项 B 有 301 字，不能超过 300 字"),
        (K.SINGLE, {"answer": ("E",)}, "answer", "答案“E”不在选项之中"),
        (K.SINGLE, {"answer": ("A", "B")}, "answer", "单选题须有且只有一个答案"),
        (K.SINGLE, {"answer": ()}, "answer", "单选题须有且只有一个答案"),
        (K.MULTIPLE, {"answer": ("A",)}, "answer", "多选题至少有两个答案"),
        (K.MULTIPLE, {"answer": ("A", "B", "B")}, "answer", "答案中有重复的字母"),
        (K.MULTIPLE, {"answer": ("AB", "C")}, "answer", "答案“AB”不在选项之中"),
        (K.TRUE_FALSE, {"answer": ("是",)}, "answer", "判断题的答案须为“对”或“错”"),
        (K.TRUE_FALSE, {"options": ("甲", "乙")}, "options", "判断题没有选项"),
        (K.FILL_IN, {"stem": "没有空"}, "stem", "填空题的题干中没有空"),
        (K.FILL_IN, {"stem": "____和____"}, "answer", "题干有 2 个空，答案有 1 个"),
        (K.FILL_IN, {"answer": (" | ",)}, "answer", "第 1 空没有答案"),
        (K.TERM, {"answer": ()}, "answer", "请填写参考答案"),
        (K.ESSAY, {"answer": (" ",)}, "answer", "请填写参考答案"),
        (K.ESSAY, {"answer": ("长" * 4001,)}, "answer", "参考答案有 4001 字，不能超过 4000 字"),
        (K.SINGLE, {"marking": "长" * 2001}, "marking", "评分说明有 2001 字，不能超过 2000 字"),
    ],
)
def test_each_fault_is_named_at_its_field(kind: K, facts: dict[str, object], field: str, words: str) -> None:
    found = list(problems_of(kind, content(kind, **facts)))
    assert (field, words) in [(problem.field, problem.text) for problem in found]


@pytest.mark.parametrize("kind", K)
def test_nothing_at_all_is_refused_for_every_kind(kind: K) -> None:
    assert list(problems_of(kind, Content(stem="")))
