"""The page on which a batch's trade gets its paper: one step each way, nothing half-saved."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from batches.models import BatchItem
from question_bank.models import Blueprint, Paper, PaperStatus, PaperUse, Question
from question_bank.paper_kinds import PaperKind, PaperSource
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, papers, tasks
from tests.factories.batch_papers import item_of, paper, signed
from tests.factories.question_books import book, row
from tests.factories.questions import to
from tests.question_bank.conftest import Frozen
from tests.question_bank.test_paper_uploads import PAPER
from tests.question_bank.test_paper_uses import ROSTER_CLOSES, SECOND, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(station: Station, management_user: User, turning: Trade) -> BatchItem:
    return item_of(station, management_user, turning)


@pytest.fixture
def at_desk(login: Login, writer: User) -> Client:
    return login(writer)


def page(item: BatchItem, kind: PaperKind = PaperKind.THEORY) -> str:
    return to("item_paper", item.pk, kind.value)


def sent(
    client: Client, item: BatchItem, way: str, *, kind: PaperKind = PaperKind.THEORY, **facts: Any
) -> Any:
    """Post a way's form, its fields named as on the page."""
    seen = facts.pop("seen", "")
    named = {f"{way}-{name}": value for name, value in facts.items()}
    return client.post(page(item, kind), {"way": way, "seen": seen, **named})


def test_composing_puts_a_new_paper_in_one_step(at_desk: Client, writer: User, item: BatchItem) -> None:
    assert writer.organisation is not None
    papers.bank(writer.organisation, item.trade)
    plan = papers.blueprint(writer, item.trade)
    answer = sent(at_desk, item, "compose", blueprint=plan.pk, versions=2)
    use = PaperUse.objects.get()
    assert answer["Location"] == use.paper.get_absolute_url()
    assert (use.item, use.paper.source, use.paper.versions) == (item, PaperSource.COMPOSED, 2)


def test_a_bank_that_gives_nothing_puts_nothing(at_desk: Client, writer: User, item: BatchItem) -> None:
    plan = papers.blueprint(writer, item.trade)
    answer = sent(at_desk, item, "compose", blueprint=plan.pk, versions=2)
    assert answer.status_code == 422
    assert "没有这个组卷方案可用的试题" in answer.text
    assert not Paper.objects.exists()


def test_a_workbook_puts_a_new_paper_in_one_step(at_desk: Client, item: BatchItem) -> None:
    file = SimpleUploadedFile("a.xlsx", book(row(), row()))
    sent(at_desk, item, "workbook", file=file, minutes="90", versions=1)
    use = PaperUse.objects.get()
    assert (use.paper.source, use.paper.questions.count()) == (PaperSource.WORKBOOK, 2)


def test_a_faulty_workbook_is_told_by_row_and_stores_nothing(at_desk: Client, item: BatchItem) -> None:
    file = SimpleUploadedFile("a.xlsx", book(row(), row(答案="Z")))
    answer = sent(at_desk, item, "workbook", file=file, minutes="75", versions=1)
    assert answer.status_code == 422
    assert "工作表“单选题”第 3 行：" in answer.text
    assert 'value="75"' in answer.text
    assert (Paper.objects.count(), Question.objects.count()) == (0, 0)


@pytest.mark.parametrize("kind", PaperKind)
def test_a_pdf_puts_a_new_paper_of_either_kind(at_desk: Client, item: BatchItem, kind: PaperKind) -> None:
    sent(at_desk, item, "pdf", kind=kind, file=SimpleUploadedFile("a.pdf", PAPER), minutes="120")
    use = PaperUse.objects.get()
    assert (use.kind, use.paper.kind, use.paper.source) == (kind, kind, PaperSource.UPLOADED)
    assert (use.paper.trade, use.paper.level) == (item.trade, item.level)


def test_an_active_task_puts_a_practical_paper(
    at_desk: Client, item: BatchItem, writer: User, checker: User
) -> None:
    task = tasks.task(writer, item.trade, checker=checker)
    draft = tasks.task(writer, item.trade)
    assert sent(at_desk, item, "task", kind=PaperKind.PRACTICAL, task=draft.pk).status_code == 422
    sent(at_desk, item, "task", kind=PaperKind.PRACTICAL, task=task.pk)
    assert PaperUse.objects.get().paper.task == task


def test_a_paper_that_is_there_is_chosen(at_desk: Client, writer: User, item: BatchItem) -> None:
    chosen = paper(writer, item)
    assert f"{chosen}（已封存，" in at_desk.get(page(item)).text
    answer = sent(at_desk, item, "existing", paper=chosen.pk)
    assert answer["Location"] == f"{item.batch.get_absolute_url()}#papers"
    assert PaperUse.objects.get().paper == chosen


def test_a_page_that_is_out_of_date_replaces_nothing(at_desk: Client, writer: User, item: BatchItem) -> None:
    use = put(item, paper(writer, item), writer)
    other = paper(writer, item)
    answer = sent(at_desk, item, "existing", paper=other.pk)
    assert answer.status_code == 422
    assert f"已选用{use.paper}。请刷新页面后再办理" in answer.text
    sent(at_desk, item, "existing", paper=other.pk, seen=use.pk)
    assert PaperUse.objects.get().paper == other


def test_without_blueprints_tasks_or_papers_the_page_says_where_they_are_made(
    at_desk: Client, item: BatchItem
) -> None:
    theory, practical = at_desk.get(page(item)).text, at_desk.get(page(item, PaperKind.PRACTICAL)).text
    assert to("blueprint_new") in theory
    assert to("task_new") in practical
    assert "没有可以选用的试卷" in theory
    assert "way-compose" not in practical
    assert "way-task" not in theory


@pytest.mark.parametrize("kind", ["oral", "THEORY"])
def test_there_are_two_kinds(at_desk: Client, item: BatchItem, kind: str) -> None:
    assert at_desk.get(to("item_paper", item.pk, kind)).status_code == 404


@pytest.mark.parametrize("way", ["", "task", "steal"])
def test_a_way_that_the_page_does_not_have_is_not_found(at_desk: Client, item: BatchItem, way: str) -> None:
    assert at_desk.post(page(item), {"way": way}).status_code == 404
    assert not Paper.objects.exists()


def test_after_the_deadline_the_page_has_no_forms(
    login: Login, writer: User, management_user: User, item: BatchItem, clock_at: Frozen
) -> None:
    clock_at.move_to(ROSTER_CLOSES - SECOND)
    assert "上传并选用" in login(writer).get(page(item)).text
    clock_at.move_to(ROSTER_CLOSES)
    late = login(writer).get(page(item)).text
    assert "提交试卷已于 2026-08-21 24:00 截止" in late
    assert "上传并选用" not in late
    assert "上传并选用" in login(management_user).get(page(item)).text


def test_management_puts_its_own_paper_in_an_emergency(
    login: Login, management_user: User, item: BatchItem, clock_at: Frozen
) -> None:
    clock_at.move_to(ROSTER_CLOSES)
    sent(login(management_user), item, "pdf", file=SimpleUploadedFile("a.pdf", PAPER), minutes="90")
    made = PaperUse.objects.get().paper
    assert (made.owner, made.status) == (management_user.organisation, PaperStatus.DRAFT)


def test_what_was_signed_for_has_no_forms(at_desk: Client, writer: User, item: BatchItem) -> None:
    signed(put(item, paper(writer, item), writer), writer)
    shown = at_desk.get(page(item)).text
    assert "已有人员签收，不能更换" in shown
    assert "上传并选用" not in shown


def test_taking_a_paper_away_is_confirmed_first(at_desk: Client, writer: User, item: BatchItem) -> None:
    use = put(item, paper(writer, item), writer)
    address = to("item_paper_stop", use.pk)
    assert str(use.paper) in at_desk.get(address).text
    assert PaperUse.objects.exists()
    assert at_desk.post(address)["Location"] == f"{item.batch.get_absolute_url()}#papers"
    assert at_desk.post(address).status_code == 404
    assert not PaperUse.objects.exists()


def test_another_station_finds_neither_page(
    login: Login, other_station_user: User, writer: User, item: BatchItem
) -> None:
    use = put(item, paper(writer, item), writer)
    client = login(other_station_user)
    for address in (page(item), to("item_paper_stop", use.pk)):
        assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    assert PaperUse.objects.get() == use


def test_only_own_blueprints_and_tasks_are_taken(
    at_desk: Client, other_station: Station, other_station_user: User, item: BatchItem
) -> None:
    exam.scope(other_station, item.trade)
    foreign = papers.blueprint(other_station_user, item.trade)
    task = tasks.task(other_station_user, item.trade)
    assert sent(at_desk, item, "compose", blueprint=foreign.pk, versions=1).status_code == 422
    assert sent(at_desk, item, "task", kind=PaperKind.PRACTICAL, task=task.pk).status_code == 422
    assert (Blueprint.objects.count(), Paper.objects.count()) == (1, 0)
