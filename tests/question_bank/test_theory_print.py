"""The uniform theory paper and its key on paper (guide 4.5.1-6)."""

import re
from dataclasses import replace
from decimal import Decimal
from time import perf_counter

import pytest

from documents.printed import Pdf
from question_bank.content import Content
from question_bank.kinds import QuestionKind
from question_bank.papers.laid_out import LaidOut
from question_bank.papers.theory import answers_pdf, paper_pdf
from tests.documents.reading import pdf_fonts, pdf_pages, pdf_text, squeezed
from tests.factories.tasks import drawing
from tests.question_bank.laid_papers import (
    ESSAY,
    FACTS,
    MULTIPLE,
    SINGLE,
    TERM,
    every_kind,
    laid,
    section,
)

STEM = re.compile(r"^(\d+)\. ", re.MULTILINE)


def printed(paper: LaidOut, *, version: str = "A", mark: str | None = None, footer: str = "") -> Pdf:
    return paper_pdf(FACTS, paper, version=version, mark=mark, footer=footer)


def key(paper: LaidOut, *, version: str = "A") -> Pdf:
    return answers_pdf(FACTS, paper, version=version, mark=None, footer="")


def text_of(pdf: Pdf) -> str:
    return squeezed(pdf_text(pdf.content, "-raw"))


def test_a_paper_says_what_it_is_and_what_to_do() -> None:
    text = text_of(printed(every_kind()))

    for words in (
        "机械行业职业能力评价数控车工四级/中级工理论知识试卷（A卷）",
        "考试时间：90分钟。本试卷共7题，满分36分。",
        "题号一二三四五六总分",
        "一、单选题（第1～2题，每题2分，满分4分）",
        "选择一个正确的答案，将相应的字母填入题内的括号中。",
        "二、多选题（第3题，满分2分）",
        "错选、多选、少选均不得分。",
        "六、论述题（第7题，满分20分）",
        "第1页共2页·理论试卷12A卷",
    ):
        assert words in text
    for field in ("考试站", "批次", "姓名", "准考证号", *"密封线内不得答题"):
        assert field in text


def test_a_paper_tells_nothing_of_its_answers() -> None:
    text = text_of(printed(every_kind()))

    for words in (
        "切削速度",
        "进给量|进给",
        "用来确定位置的点线面",
        "反向进给",
        "缺一项扣",
        "每点2分",
        "一空1分",
    ):
        assert squeezed(words) not in text


def test_places_to_write_in_are_all_of_one_width() -> None:
    text = pdf_text(printed(every_kind()).content, "-raw")

    assert "1. 车床主轴的作用是（ ）。" in text
    assert "3. 刀具材料有（ ）。" in text
    assert "4. （ ）进给量越大越好。" in text
    assert len({len(blank) for blank in re.findall(r"_+", text)}) == 1
    assert len(re.findall(r"_+", text)) == 3


def test_the_key_gives_every_answer_with_its_number_and_notes() -> None:
    text = text_of(key(every_kind()))

    for words in (
        "内部资料注意保密",
        "试卷：理论试卷12（A卷）",
        "题号12答案BB",
        "题号3答案AB",
        "题号4答案×",
        "5.（3分）①切削速度②进给量或进给③背吃刀量",
        "第5题：一空1分",
        "6.（5分）用来确定位置的点线面评分说明：缺一项扣1分",
        "7.（20分）一夹一顶反向进给评分说明：每点2分",
        "第1页共1页·理论试卷12A卷答案·内部资料",
    ):
        assert squeezed(words) in text


def test_answers_stand_in_rows_of_ten() -> None:
    text = text_of(key(laid(section(QuestionKind.SINGLE, [SINGLE] * 12))))

    assert "题号12345678910答案BBBBBBBBBB题号1112答案BB" in text


def test_differing_points_are_told_at_each_question() -> None:
    mixed = section(QuestionKind.TERM, [TERM, TERM])
    dearer = replace(mixed.questions[1], points=Decimal("4.5"))
    mixed = replace(mixed, points_each=None, total=Decimal("6.5"), questions=(mixed.questions[0], dearer))

    text = text_of(printed(laid(mixed)))

    assert "名词解析（第1～2题，每题分值见题内，满分6.5分）" in text
    assert "1.基准（2分）" in text
    assert "2.基准（4.5分）" in text


def test_notes_that_give_part_of_the_points_are_not_contradicted() -> None:
    lenient = replace(MULTIPLE, marking="少选得 1 分")

    assert "不得分" not in text_of(printed(laid(section(QuestionKind.MULTIPLE, [lenient]))))


def test_options_stand_four_two_or_one_a_line_by_their_length() -> None:
    short, longer, longest = "铁", "中等长度的一个选项", "很长的选项" * 8
    questions = [
        Content(stem="甲", options=(short,) * 4, answer=("A",)),
        Content(stem="乙", options=(longer,) * 4, answer=("A",)),
        Content(stem="丙", options=(longest,) * 4, answer=("A",)),
        Content(stem="丁", options=(short,) * 8, answer=("H",)),
    ]

    lines = pdf_text(printed(laid(section(QuestionKind.SINGLE, questions))).content).splitlines()

    held = [re.findall(r"\b([A-H])\. ", line) for line in lines]
    assert [letters for letters in held if letters] == [
        [*"ABCD"],
        [*"AB"],
        [*"CD"],
        *([letter] for letter in "ABCD"),
        [*"ABCD"],
        [*"EFGH"],
    ]


def test_essays_have_more_room_than_terms() -> None:
    short = printed(laid(section(QuestionKind.TERM, [TERM] * 4, points="5")))
    long = printed(laid(section(QuestionKind.ESSAY, [ESSAY] * 4, points="20")))

    assert short.pages == 1
    assert long.pages > 3


def test_no_question_is_torn_across_pages() -> None:
    words = Content(
        stem="头" + "很长的题干" * 30 + "腰",
        options=("选项" * 20,) * 3 + ("选项" * 20 + "尾",),
        answer=("A",),
    )
    pages = pdf_pages(printed(laid(section(QuestionKind.SINGLE, [words] * 30))).content)

    assert len(pages) > 4
    for page in map(squeezed, pages):
        assert page.count("头") == page.count("腰") == page.count("尾")


def test_a_section_s_head_is_not_left_alone_at_a_page_s_foot() -> None:
    for count in range(8, 14):
        paper = laid(
            section(QuestionKind.SINGLE, [SINGLE] * count),
            section(QuestionKind.TERM, [TERM], first=count + 1),
        )
        page = next(page for page in pdf_pages(printed(paper).content) if "二、名词解析" in page)
        assert f"{count + 1}. 基准" in page


def test_every_page_bears_mark_number_and_foot() -> None:
    paper = laid(section(QuestionKind.ESSAY, [ESSAY] * 3, points="20"))

    pages = pdf_pages(printed(paper, version="B", mark="预览", footer="王老师 内部预览").content)

    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页共{len(pages)}页·理论试卷12B卷王老师内部预览" in squeezed(page)
        assert page.count("预览") >= 2


def test_rare_characters_fractions_and_pictures_print() -> None:
    rare = Content(stem="𠮷、㼆：½ 与 1/3，Φ30±0.015", options=("n=1000v/(πd)", "√2"), answer=("A",))
    paper = laid(section(QuestionKind.SINGLE, [rare], pictures={1: (drawing(300), drawing(30))}))

    pdf = printed(paper)

    assert pdf.missing_glyphs == ()
    text = text_of(pdf)
    for words in ("𠮷、㼆：½与1/3，Φ30±0.015（", "n=1000v/(πd)", "√2"):
        assert words in text
    assert pdf_fonts(pdf.content)


def test_what_no_font_has_is_named() -> None:
    unknown = Content(stem="\u0378", options=("甲", "乙"), answer=("A",))

    assert printed(laid(section(QuestionKind.SINGLE, [unknown]))).missing_glyphs == ("\u0378",)


def test_words_are_never_read_as_markup() -> None:
    sly = Content(
        stem="<b>甲</b>&amp;{{ x }}", options=("<img src='file:///etc/passwd'>", "乙"), answer=("A",)
    )
    paper = laid(section(QuestionKind.SINGLE, [sly]))

    assert "<b>甲</b>&amp;{{x}}" in text_of(printed(paper))
    assert "<imgsrc='file:///etc/passwd'>" in text_of(printed(paper))


@pytest.mark.parametrize("version", ["A", "B"])
def test_a_hundred_questions_keep_their_numbers(version: str) -> None:
    paper = laid(
        section(QuestionKind.SINGLE, [SINGLE] * 60), section(QuestionKind.TERM, [TERM] * 40, first=61)
    )

    pages = pdf_pages(printed(paper, version=version).content)

    assert [int(number) for page in pages for number in STEM.findall(page)] == [*range(1, 101)]


def test_a_long_paper_takes_no_more_than_its_length() -> None:
    short, long = (laid(section(QuestionKind.SINGLE, [SINGLE] * count)) for count in (30, 120))
    printed(short)  # fonts and styles are loaded

    taken = []
    for paper in (short, long):
        start = perf_counter()
        printed(paper)
        taken.append(perf_counter() - start)

    assert taken[1] < 3 * 4 * taken[0]


def test_a_question_longer_than_half_a_page_begins_where_the_last_one_ends() -> None:
    long = Content(stem="开头" + "很长的题干" * 250, options=("甲", "乙"), answer=("A",))

    pages = pdf_pages(printed(laid(section(QuestionKind.SINGLE, [SINGLE] * 4 + [long]))).content)

    assert "开头" in pages[0]
    assert len(pages) == 2
