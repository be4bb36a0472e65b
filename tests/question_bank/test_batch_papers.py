"""What a batch's page says of its papers, and the page on which its roster is handed in."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from batches.models import Batch, BatchItem
from ostami import clock
from question_bank.models import Paper, PaperStatus, PaperUse
from question_bank.paper_kinds import PaperKind
from question_bank.papers.lines import Standing, paper_lines
from question_bank.papers.panels import missing_papers_told, papers_panel
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, people
from tests.factories.batch_papers import item_of, paper, signed
from tests.factories.questions import to
from tests.question_bank.conftest import Frozen
from tests.question_bank.test_paper_uses import ROSTER_CLOSES, put
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
PANEL_QUERIES = 3  # items, uses with their papers, the other uses of those papers


@pytest.fixture
def item(station: Station, management_user: User, turning: Trade) -> BatchItem:
    return item_of(station, management_user, turning)


def standings(batch: Batch, user: User) -> dict[str, Standing]:
    return {line.kind: line.standing for line in paper_lines(batch, user)}


def move_exam(batch: Batch, to_day: date) -> None:
    Batch.objects.filter(pk=batch.pk).update(exam_date=to_day)
    batch.refresh_from_db()


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        (PaperStatus.DRAFT, Standing.OPEN),
        (PaperStatus.RETURNED, Standing.OPEN),
        (PaperStatus.SUBMITTED, Standing.SUBMITTED),
        (PaperStatus.CHECKED, Standing.CHECKED),
        (PaperStatus.SEALED, Standing.READY),
    ],
)
def test_a_line_says_what_is_next(
    item: BatchItem, writer: User, status: PaperStatus, standing: Standing
) -> None:
    assert standings(item.batch, writer) == {"theory": Standing.NONE, "practical": Standing.NONE}
    put(item, paper(writer, item, status=status), writer)
    assert standings(item.batch, writer) == {"theory": standing, "practical": Standing.NONE}


def test_a_withdrawn_paper_has_to_be_replaced(item: BatchItem, writer: User, checker: User) -> None:
    use = put(item, paper(writer, item), writer)
    signed(use, writer)
    assert paper_lines(item.batch, writer)[0].is_fixed
    perform(use.paper, "withdraw", actor=checker, reason="泄露")
    line = paper_lines(item.batch, writer)[0]
    assert (line.standing, line.is_fixed) == (Standing.WITHDRAWN, False)


def test_an_item_that_became_another_trade_shows_the_mismatch(
    item: BatchItem, station: Station, writer: User
) -> None:
    put(item, paper(writer, item), writer)
    milling = exam.trade("铣工", code="JX04-05-01-02")
    item.plan_item = exam.plan_item(station.plans.get(), trade=milling)
    item.save()
    assert standings(item.batch, writer)["theory"] == Standing.UNFIT


def test_dates_that_moved_apart_are_told_to_station_and_management(
    item: BatchItem, station: Station, management_user: User, writer: User, turning: Trade, login: Login
) -> None:
    shared = paper(writer, item)
    put(item, shared, writer)
    put(item_of(station, management_user, turning), shared, writer)
    words = f"数控车工 四级/中级工理论：{shared}，另用于 2026-09-01 的考试"
    assert words not in login(writer).get(item.batch.get_absolute_url()).text
    move_exam(item.batch, date(2026, 9, 8))
    for user in (writer, management_user):
        assert words in login(user).get(item.batch.get_absolute_url()).text
    assert not paper_lines(item.batch, writer)[0].is_ready


def test_a_cancelled_exam_of_another_day_is_no_matter(
    item: BatchItem, station: Station, management_user: User, writer: User, turning: Trade
) -> None:
    shared = paper(writer, item)
    other = item_of(station, management_user, turning)
    put(other, shared, writer)
    put(item, shared, writer)
    move_exam(item.batch, date(2026, 9, 8))
    perform(other.batch, "cancel", actor=writer, reason="停考")
    assert paper_lines(item.batch, writer)[0].other_day is None


def test_the_station_reads_deadline_and_buttons(item: BatchItem, writer: User, login: Login) -> None:
    use = put(item, paper(writer, item), writer)
    shown = login(writer).get(item.batch.get_absolute_url()).text
    assert "提交试卷截止 2026-08-21 24:00" in shown
    assert "还剩 20 天" in shown
    for address in (
        use.paper.get_absolute_url(),
        to("item_paper", item.pk, "theory"),
        to("item_paper", item.pk, "practical"),
        to("item_paper_stop", use.pk),
    ):
        assert f'href="{address}"' in shown


def test_after_the_deadline_management_alone_has_buttons(
    item: BatchItem, writer: User, management_user: User, centre_user: User, login: Login, clock_at: Frozen
) -> None:
    clock_at.move_to(ROSTER_CLOSES)
    button = f'href="{to("item_paper", item.pk, "theory")}"'
    pages = {user: login(user).get(item.batch.get_absolute_url()).text for user in (writer, management_user)}
    assert "提交试卷已于 2026-08-21 24:00 截止" in pages[writer]
    assert (button in pages[writer], button in pages[management_user]) == (False, True)
    centre = login(centre_user).get(item.batch.get_absolute_url()).text
    assert 'id="papers"' in centre
    assert button not in centre


def test_nobody_is_told_that_it_is_too_late_for_what_is_done(
    item: BatchItem, writer: User, login: Login, clock_at: Frozen
) -> None:
    for kind in PaperKind:
        put(item, paper(writer, item, kind=kind), writer)
    clock_at.move_to(ROSTER_CLOSES)
    shown = login(writer).get(item.batch.get_absolute_url()).text
    assert "提交试卷已于" not in shown
    assert to("item_paper", item.pk, "theory") not in shown


def test_a_paper_of_management_is_named_without_a_link(
    item: BatchItem, writer: User, management_user: User, login: Login
) -> None:
    chosen = paper(management_user, item)
    put(item, chosen, writer)
    shown = login(writer).get(item.batch.get_absolute_url()).text
    assert str(chosen) in shown
    assert chosen.get_absolute_url() not in shown
    assert chosen.get_absolute_url() in login(management_user).get(item.batch.get_absolute_url()).text


def test_branch_and_cancelled_batches_have_no_papers_section(
    item: BatchItem, writer: User, branch_user: User
) -> None:
    assert papers_panel(item.batch, branch_user) is None
    assert missing_papers_told(item.batch, branch_user) is None
    assert papers_panel(perform(item.batch, "cancel", actor=writer, reason="停考"), writer) is None


@pytest.mark.parametrize("items", [1, 3])
def test_the_section_costs_the_same_queries_however_many_papers(
    station: Station, management_user: User, writer: User, turning: Trade, items: int
) -> None:
    subject: dict[str, object] = {"trade": turning}
    plan = exam.approved_plan(station, management_user, *(dict(subject) for _ in range(items)))
    batch = exam.approved_batch(station, management_user, *plan.items.all())
    for one in batch.items.all():
        for kind in PaperKind:
            put(one, paper(writer, one, kind=kind), writer)
    batch = Batch.objects.select_related("station__organisation").get(pk=batch.pk)
    with CaptureQueriesContext(connection) as queries:
        section = papers_panel(batch, writer)
        assert section is not None
        facts: dict[str, Any] = section[1]
        assert [(line.standing.label, line.other_day, line.readable) for line in facts["lines"]] == [
            ("已封存", None, True)
        ] * (2 * items)
        _ = [str(line.item) for line in facts["lines"]]
    assert len(queries) == PANEL_QUERIES


def test_handing_the_roster_in_warns_of_papers_that_are_not_ready(
    item: BatchItem, writer: User, login: Login
) -> None:
    page = f"{item.batch.get_absolute_url()}submit_roster/"
    exam.accepted_enrolment(item, people.candidate("林若溪"), at=clock.now())
    put(item, paper(writer, item, status=PaperStatus.CHECKED), writer)
    shown = login(writer).get(page).text
    assert "以下试卷还没有准备好（不影响提交花名册）" in shown
    assert "数控车工 四级/中级工理论试卷：待封存" in shown
    assert "数控车工 四级/中级工实操试卷：未选用" in shown
    PaperUse.objects.all().delete()
    for kind in PaperKind:
        put(item, paper(writer, item, kind=kind), writer)
    assert "还没有准备好" not in login(writer).get(page).text
    assert Paper.objects.count() == 3
