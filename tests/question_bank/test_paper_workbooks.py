"""A whole theory paper from a workbook: its order, what the bank knows already, all or nothing."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from ostami import clock
from ostami.problems import BlockedError
from question_bank.kinds import Pool, QuestionKind
from question_bank.models import ItemStatus, Paper, PaperStatus, Question
from question_bank.paper_kinds import PaperKind, PaperSource
from question_bank.papers.workbook import MOST_ROWS
from question_bank.services.paper_uploads import paper_from_workbook
from question_bank.services.papers import discard_paper
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import questions
from tests.factories.question_books import book, row
from tests.factories.questions import to
from workflow.audit import history_of, verify
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
KNOWN = row(题干="车床主轴的转速由什么决定？")


def paper(actor: User, trade: Trade, content: bytes, **changed: Any) -> Paper:
    facts: dict[str, Any] = {"level": Level.FOUR, "minutes": 90, "versions": 2, "at": clock.now()}
    return paper_from_workbook(actor=actor, trade=trade, content=content, **{**facts, **changed})


def refused(actor: User, trade: Trade, content: bytes, **changed: Any) -> str:
    """Return the refusal of a workbook, of which nothing is stored."""
    before = Question.objects.count()
    with pytest.raises(BlockedError) as blocked:
        paper(actor, trade, content, **changed)
    assert (Paper.objects.count(), Question.objects.count()) == (0, before)
    return str(blocked.value)


def known(owner: User, trade: Trade, **facts: Any) -> Question:
    """The question of `KNOWN` as the bank holds it, its options in another order."""
    words = questions.content(stem=KNOWN["题干"], options=("乙", "甲", "丁", "丙"), answer=("A",))
    assert owner.organisation is not None
    return questions.question(owner.organisation, trade, words=words, **facts)


def test_a_workbook_is_the_whole_paper_in_its_order(writer: User, turning: Trade) -> None:
    content = book(row(分值="2"), row(分值="3.5"), essay=[row(QuestionKind.ESSAY, 分值="20")])
    made = paper(writer, turning, content)
    assert (made.kind, made.source, made.versions) == (PaperKind.THEORY, PaperSource.WORKBOOK, 2)
    assert (made.status, made.written_by, made.owner) == (PaperStatus.DRAFT, writer, writer.organisation)
    rows = [(one.place, one.points, one.question.kind) for one in made.questions.all()]
    assert rows == [
        (1, Decimal(2), QuestionKind.SINGLE),
        (2, Decimal("3.5"), QuestionKind.SINGLE),
        (3, Decimal(20), QuestionKind.ESSAY),
    ]
    assert history_of(made).get().sentence == "用试题模板上传了试卷（3 题，其中新题 3 题）"
    assert verify() == []


def test_new_questions_are_handed_in_with_the_paper_and_pass_with_it(
    writer: User, checker: User, turning: Trade
) -> None:
    made = paper(writer, turning, book(row(), row()))
    asked = Question.objects.all()
    assert {(one.pool, one.status, one.written_by) for one in asked} == {
        (Pool.EXAM, ItemStatus.SUBMITTED, writer)
    }
    made = perform(made, "submit", actor=writer)
    perform(made, "check", actor=checker)
    assert set(asked.values_list("status", flat=True)) == {ItemStatus.ACTIVE}


def test_a_question_of_the_own_bank_is_used_with_the_points_of_the_workbook(
    writer: User, turning: Trade
) -> None:
    there = known(writer, turning, points=Decimal(5))
    made = paper(writer, turning, book({**KNOWN, "分值": "1.5"}, row()))
    assert made.questions.get(place=1).question == there
    assert made.questions.get(place=1).points == Decimal("1.5")
    assert Question.objects.count() == 2


def test_the_same_workbook_after_a_discarded_draft_uses_the_questions_again(
    writer: User, turning: Trade
) -> None:
    content = book(row(), row())
    discard_paper(paper=paper(writer, turning, content), actor=writer, at=clock.now())
    assert paper(writer, turning, content).questions.count() == 2
    assert Question.objects.count() == 2


def test_the_same_question_with_another_answer_is_named(writer: User, turning: Trade) -> None:
    known(writer, turning)
    told = refused(writer, turning, book({**KNOWN, "答案": "A"}))
    assert "工作表“单选题”第 2 行：题库中的相同试题" in told
    assert "答案不同" in told


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"level": 3}, "属于其他工种或等级"),
        ({"status": ItemStatus.DRAFT}, "（草稿），请先办完它的复核"),
        ({"status": ItemStatus.RETURNED}, "（已退回），请先办完它的复核"),
        ({"pool": Pool.PRACTICE}, "考试题库与自测题库不能有相同的题"),
        ({"pool": Pool.PRACTICE, "status": ItemStatus.DRAFT}, "自测题不能用于考试"),
    ],
)
def test_a_question_that_cannot_be_in_the_paper_is_refused_with_its_place(
    writer: User, turning: Trade, facts: dict[str, Any], words: str
) -> None:
    known(writer, turning, **facts)
    told = refused(writer, turning, book(row(), KNOWN))
    assert "工作表“单选题”第 3 行：" in told
    assert words in told


def test_a_question_that_a_colleague_handed_in_waits_for_its_check(
    writer: User, checker: User, turning: Trade
) -> None:
    known(writer, turning, status=ItemStatus.SUBMITTED, written_by=checker)
    assert "（待复核），请先办完它的复核" in refused(writer, turning, book(KNOWN))


def test_practice_questions_of_another_station_are_refused_too(
    writer: User, turning: Trade, other_station: Station, other_station_user: User
) -> None:
    known(other_station_user, turning, pool=Pool.PRACTICE)
    assert "自测题库不能有相同的题" in refused(writer, turning, book(KNOWN))


def test_a_retired_question_comes_anew(writer: User, turning: Trade) -> None:
    known(writer, turning, status=ItemStatus.RETIRED)
    paper(writer, turning, book(KNOWN))
    assert Question.objects.filter(status=ItemStatus.SUBMITTED).count() == 1


def test_every_bad_row_is_told_at_once(writer: User, turning: Trade) -> None:
    same = row()
    told = refused(writer, turning, book(row(分值="0"), same, same, essay=[row(QuestionKind.ESSAY, 题干="")]))
    assert "有 3 行存在问题，没有保存任何内容" in told
    for place in (
        "工作表“单选题”第 2 行",
        "工作表“单选题”第 4 行：与工作表“单选题”第 3 行相同",
        "工作表“论述题”第 2 行",
    ):
        assert place in told


def test_an_empty_or_endless_workbook_is_no_paper(writer: User, turning: Trade) -> None:
    assert "表格里没有数据行" in refused(writer, turning, book())
    rows = [row() for _ in range(MOST_ROWS + 1)]
    assert f"一份试卷最多 {MOST_ROWS} 题" in refused(writer, turning, book(*rows))


def test_a_level_out_of_scope_is_refused(writer: User, turning: Trade) -> None:
    assert "本站的评价范围不含" in refused(writer, turning, book(row()), level=Level.ONE)


def test_the_page_makes_the_paper_and_names_faulty_rows(login: Login, writer: User, turning: Trade) -> None:
    client = login(writer)
    page = client.get(to("paper_workbook"), {"trade": turning.pk, "level": 4}).text
    assert f'value="{turning.pk}" selected' in page
    assert "?template" in page
    sending = {"trade": turning.pk, "level": 4, "minutes": "90", "versions": "1"}
    bad = client.post(
        to("paper_workbook"), {**sending, "file": SimpleUploadedFile("a.xlsx", book(row(答案="Z")))}
    )
    assert bad.status_code == 422
    assert "工作表“单选题”第 2 行：" in bad.text
    good = client.post(to("paper_workbook"), {**sending, "file": SimpleUploadedFile("a.xlsx", book(row()))})
    made = Paper.objects.get()
    assert (good["Location"], made.versions) == (made.get_absolute_url(), 1)
