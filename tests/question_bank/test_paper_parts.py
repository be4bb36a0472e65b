"""The parts of a paper by its source: which there are, and that key and paper belong together."""

import re
from io import BytesIO

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from pypdf import PdfReader, PdfWriter

from accounts.models import User
from ostami import clock
from question_bank.kinds import OBJECTIVE, QuestionKind
from question_bank.models import Paper, PaperFile
from question_bank.paper_kinds import PaperKind, PaperPart, PaperSource
from question_bank.papers.laid_out import laid_out
from question_bank.papers.printing import parts_of, printed_part, printed_parts
from scope_catalog.models import Trade
from stations.models import Station
from tests.documents.reading import pdf_pages, pdf_text, squeezed
from tests.factories import exam
from tests.factories.papers import composed_paper, task_paper
from tests.factories.tasks import NAME, SCORES


@pytest.fixture
def paper(station: Station, turning: Trade) -> Paper:
    """A composed paper of seven kinds in versions A and B."""
    return composed_paper(station.organisation, turning, seed="26")


def text_of(paper: Paper, part: PaperPart, *options: str) -> str:
    return pdf_text(printed_part(paper, part, mark=None, footer="").content, *options)


def uploaded(writer: User, trade: Trade, *, kind: PaperKind, answers: bool = False) -> Paper:
    """A finished paper that was sent as PDF."""
    facts = {"minutes": 60, "written_by": writer, "written_at": clock.now()}
    assert writer.organisation
    paper = Paper.objects.create(
        owner=writer.organisation, trade=trade, level=4, kind=kind, source=PaperSource.UPLOADED, **facts
    )
    for part in (PaperPart.PAPER_A, *((PaperPart.ANSWERS_A,) if answers else ())):
        row = PaperFile(paper=paper, part=part, pages=2)
        row.file.save(f"{part}.pdf", ContentFile(blank_pages(2)))
    return paper


def blank_pages(count: int) -> bytes:
    writer, out = PdfWriter(), BytesIO()
    for _ in range(count):
        writer.add_blank_page(595, 842)
    writer.write(out)
    return out.getvalue()


def test_a_composed_paper_has_a_paper_and_a_key_of_each_version(paper: Paper) -> None:
    names = [part for part, _ in printed_parts(paper)]

    assert names == ["paper_a", "paper_b", "answers_a", "answers_b", "scoring"]
    assert parts_of(Paper(source=PaperSource.COMPOSED, versions=1)) == ("paper_a", "answers_a", "scoring")
    assert parts_of(Paper(source=PaperSource.WORKBOOK, versions=1)) == ("paper_a", "answers_a", "scoring")


def test_versions_ask_the_same_in_another_order(paper: Paper) -> None:
    first, second = (text_of(paper, part, "-raw") for part in (PaperPart.PAPER_A, PaperPart.PAPER_B))

    asked = [re.findall(r"第\d+道练习题", text) for text in (first, second)]
    assert asked[0] != asked[1]
    assert sorted(asked[0]) == sorted(asked[1])
    assert "理论知识试卷（A卷）" in first
    assert "理论知识试卷（B卷）" in second


@pytest.mark.parametrize("version", ["A", "B"])
def test_each_version_s_key_fits_its_paper(paper: Paper, version: str) -> None:
    part = {"A": PaperPart.ANSWERS_A, "B": PaperPart.ANSWERS_B}[version]
    key = squeezed(text_of(paper, part, "-raw"))

    for section in laid_out(paper, version).sections:
        if section.kind not in OBJECTIVE or section.kind == QuestionKind.FILL_IN:
            continue
        numbers = "".join(str(item.number) for item in section.questions)
        answers = "".join("".join(item.content.answer) for item in section.questions)
        assert f"题号{numbers}答案{answers.replace('对', '√')}" in key
    assert f"本答案只用于{version}卷" in key


def test_no_paper_holds_a_word_of_its_key(paper: Paper) -> None:
    for part in (PaperPart.PAPER_A, PaperPart.PAPER_B, PaperPart.SCORING):
        text = squeezed(text_of(paper, part))
        for words in ("机床主轴", "练习用的", "按要点给分", "√√"):
            assert words not in text


def test_a_theory_paper_s_marking_sheet_counts_its_sections(paper: Paper) -> None:
    text = squeezed(text_of(paper, PaperPart.SCORING, "-raw"))

    assert "题号题型题数满分得分评卷人复核人" in text
    assert "一单选题210" in text
    assert "七论述题15" in text
    assert "总分1365" in text
    assert "□A卷□B卷" in text
    for signed in ("评卷人（签字）", "复核人（签字）", "考评组长（签字）"):
        assert signed in text


def test_a_practical_paper_is_its_task_with_a_record_to_fill(station: Station, turning: Trade) -> None:
    paper = task_paper(station.organisation, turning)

    texts = {part: squeezed(pdf_text(pdf.content)) for part, pdf in printed_parts(paper)}

    assert [*texts] == ["paper_a", "scoring"]
    for words in ("实操考核试卷", NAME, "姓名", "准考证号", "外圆Φ30", "第1页共", f"{paper}"):
        assert squeezed(words) in texts[PaperPart.PAPER_A]
    record = texts[PaperPart.SCORING]
    for content, standard, points in SCORES:
        assert squeezed(content) in record
        assert squeezed(standard) in record
        assert points in record
    for words in ("扣分", "得分", "备注", "工位", "考评员（签字）", "考评组长（签字）", "100"):
        assert words in record


def test_an_uploaded_paper_is_its_own_file(writer: User, turning: Trade) -> None:
    theory = uploaded(writer, turning, kind=PaperKind.THEORY, answers=True)

    parts = dict(printed_parts(theory))

    assert [*parts] == ["paper_a", "answers_a", "scoring"]
    assert parts[PaperPart.PAPER_A].pages == 2
    assert parts_of(uploaded(writer, turning, kind=PaperKind.PRACTICAL)) == ("paper_a", "scoring")


def test_an_uploaded_paper_s_sheet_has_rows_to_fill(writer: User, turning: Trade) -> None:
    theory = uploaded(writer, turning, kind=PaperKind.THEORY)
    practical = uploaded(writer, turning, kind=PaperKind.PRACTICAL)

    assert "总分100" in squeezed(text_of(theory, PaperPart.SCORING))
    record = squeezed(text_of(practical, PaperPart.SCORING))
    assert "评分标准" in record
    assert "合计100" in record


def test_on_a_practice_portal_every_page_of_every_part_says_so(
    writer: User, paper: Paper, turning: Trade, settings: LazySettings
) -> None:
    sent = uploaded(writer, turning, kind=PaperKind.THEORY, answers=True)
    settings.PRACTICE = True

    for one in (paper, sent):
        for part, pdf in printed_parts(one):
            assert all("演练" in page for page in pdf_pages(pdf.content)), part
    settings.PRACTICE = False
    assert not any("演练" in pdf_text(pdf.content) for _, pdf in printed_parts(paper))


def test_a_preview_of_an_uploaded_file_bears_who_looks(writer: User, turning: Trade) -> None:
    sent = uploaded(writer, turning, kind=PaperKind.THEORY)

    pdf = printed_part(sent, PaperPart.PAPER_A, mark="预览", footer="王老师 内部预览")

    assert len(PdfReader(BytesIO(pdf.content)).pages) == pdf.pages == 2
    for page in pdf_pages(pdf.content):
        assert "王老师内部预览" in squeezed(page)


def test_the_other_scheme_has_its_own_name(station: Station) -> None:
    trade = exam.skill_trade()
    exam.scope(station, trade)

    assert "机械行业职业技能等级认定" in text_of(
        composed_paper(station.organisation, trade), PaperPart.PAPER_A
    )
