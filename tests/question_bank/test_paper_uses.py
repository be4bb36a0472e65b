"""Putting papers to batches: until when, which papers, one paper one day, what was signed for stays."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from batches.models import BatchItem
from ostami import clock
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from question_bank.models import Paper, PaperStatus, PaperUse
from question_bank.paper_kinds import PaperKind
from question_bank.selectors.paper_uses import usable_papers
from question_bank.services.paper_uses import stop_using, use_new_paper, use_paper
from scope_catalog.models import Trade
from stations.models import Station
from tests.factories import exam
from tests.factories.batch_papers import item_of, paper, signed
from tests.question_bank.conftest import Frozen
from workflow.audit import history_of, verify
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
ROSTER_CLOSES = datetime(2026, 8, 22, tzinfo=SHANGHAI)
EXAM_OVER = datetime(2026, 9, 2, tzinfo=SHANGHAI)


@pytest.fixture
def item(station: Station, management_user: User, turning: Trade) -> BatchItem:
    return item_of(station, management_user, turning)


def put(item: BatchItem, chosen: Paper, actor: User, **facts: Any) -> PaperUse:
    return use_paper(item=item, paper=chosen, actor=actor, **{"at": clock.now(), **facts})


def refusal(item: BatchItem, chosen: Paper, actor: User, **facts: Any) -> str:
    before = list(PaperUse.objects.values_list("pk", "paper"))
    with pytest.raises(BlockedError) as blocked:
        put(item, chosen, actor, **facts)
    assert list(PaperUse.objects.values_list("pk", "paper")) == before
    return str(blocked.value)


def test_a_use_tells_who_put_which_paper_and_stands_in_the_batchs_history(
    item: BatchItem, writer: User
) -> None:
    chosen = paper(writer, item)
    use = put(item, chosen, writer)
    assert (use.item, use.kind, use.paper, use.used_by) == (item, PaperKind.THEORY, chosen, writer)
    event = history_of(item.batch).get(action="use_paper")
    assert event.sentence == "选用了试卷：数控车工 四级/中级工"
    assert event.changes == {"数控车工 四级/中级工理论试卷": ["", f"理论试卷 {chosen.pk}"]}
    assert verify() == []


@pytest.mark.parametrize(
    ("late", "in_time"), [(ROSTER_CLOSES, ROSTER_CLOSES - SECOND), (EXAM_OVER, EXAM_OVER - SECOND)]
)
def test_the_station_has_until_the_roster_is_due_and_management_until_the_exam_is_over(
    item: BatchItem, writer: User, management_user: User, late: datetime, in_time: datetime
) -> None:
    actor = writer if late == ROSTER_CLOSES else management_user
    chosen = paper(writer, item)
    told = refusal(item, chosen, actor, at=late)
    assert ("提交试卷已于 2026-08-21 24:00 截止" if actor == writer else "考试日期 2026-09-01 已过") in told
    use = put(item, chosen, actor, at=in_time)
    with pytest.raises(BlockedError):
        stop_using(use=use, actor=actor, at=late)
    stop_using(use=use, actor=actor, at=in_time)


def test_a_draft_application_takes_papers_already(
    station: Station, management_user: User, writer: User, turning: Trade
) -> None:
    plan = exam.approved_plan(station, management_user, {"trade": turning})
    item = exam.draft_batch(station, plan.items.get()).items.get()
    put(item, paper(writer, item, status=PaperStatus.DRAFT), writer)
    with pytest.raises(Http404):
        put(item, paper(management_user, item, kind=PaperKind.PRACTICAL), management_user)


def test_a_cancelled_batch_takes_none(item: BatchItem, writer: User) -> None:
    perform(item.batch, "cancel", actor=writer, reason="停考")
    assert "不能再选用或更换试卷" in refusal(item, paper(writer, item), writer)


def test_a_paper_of_another_trade_or_level_is_refused(item: BatchItem, writer: User) -> None:
    milling = exam.trade("铣工", code="JX04-05-01-02")
    for changed in ({"level": 3}, {"trade": milling}):
        chosen = paper(writer, item, **changed)
        assert "与批次的工种、等级或科目不符" in refusal(item, chosen, writer)
        assert chosen not in usable_papers(item, PaperKind.THEORY, writer)


def test_a_withdrawn_paper_is_refused(item: BatchItem, writer: User) -> None:
    chosen = paper(writer, item, status=PaperStatus.WITHDRAWN)
    assert "已撤回，不能选用" in refusal(item, chosen, writer)
    assert not usable_papers(item, PaperKind.THEORY, writer)


@pytest.mark.parametrize("status", [one for one in PaperStatus if one != PaperStatus.WITHDRAWN])
def test_the_own_paper_may_still_have_to_be_sealed(
    item: BatchItem, writer: User, status: PaperStatus
) -> None:
    chosen = paper(writer, item, status=status)
    assert list(usable_papers(item, PaperKind.THEORY, writer)) == [chosen]
    put(item, chosen, writer)


@pytest.mark.parametrize("status", PaperStatus)
def test_the_station_uses_papers_of_those_above_it_once_sealed(
    item: BatchItem, writer: User, management_user: User, centre_user: User, status: PaperStatus
) -> None:
    for author in (management_user, centre_user):
        chosen = paper(author, item, status=status)
        if status == PaperStatus.SEALED:
            assert chosen in usable_papers(item, PaperKind.THEORY, writer)
            stop_using(use=put(item, chosen, writer), actor=writer, at=clock.now())
        else:
            assert chosen not in usable_papers(item, PaperKind.THEORY, writer)
            with pytest.raises(Http404):
                put(item, chosen, writer)


def test_another_stations_paper_is_unknown(item: BatchItem, writer: User, other_station_user: User) -> None:
    chosen = paper(other_station_user, item)
    assert not usable_papers(item, PaperKind.THEORY, writer)
    with pytest.raises(Http404):
        put(item, chosen, writer)


def test_another_station_cannot_put_or_take_away(
    item: BatchItem, writer: User, other_station_user: User
) -> None:
    with pytest.raises(Http404):
        put(item, paper(other_station_user, item), other_station_user)
    use = put(item, paper(writer, item), writer)
    with pytest.raises(Http404):
        stop_using(use=use, actor=other_station_user, at=clock.now())


def test_the_centre_puts_no_papers(item: BatchItem, centre_user: User) -> None:
    with pytest.raises(PermissionDenied):
        put(item, paper(centre_user, item), centre_user)


def test_one_paper_serves_all_exams_of_a_day_and_no_other_day(
    item: BatchItem, station: Station, management_user: User, writer: User, turning: Trade
) -> None:
    chosen = paper(writer, item)
    put(item, chosen, writer)
    same_day = item_of(station, management_user, turning)
    next_day = item_of(station, management_user, turning, exam_date=date(2026, 9, 2))
    assert list(usable_papers(same_day, PaperKind.THEORY, writer)) == [chosen]
    assert not usable_papers(next_day, PaperKind.THEORY, writer)
    assert "已用于 2026-09-01 的考试" in refusal(next_day, chosen, writer)
    put(same_day, chosen, writer)


@pytest.mark.parametrize("was_signed", [False, True])
def test_a_cancelled_exam_frees_its_paper_unless_somebody_signed(
    item: BatchItem,
    station: Station,
    management_user: User,
    writer: User,
    turning: Trade,
    was_signed: bool,  # noqa: FBT001  a case of the table
) -> None:
    chosen = paper(writer, item)
    use = put(item, chosen, writer)
    if was_signed:
        signed(use, writer)
    perform(item.batch, "cancel", actor=writer, reason="停考")
    other = item_of(station, management_user, turning, exam_date=date(2026, 9, 8))
    assert list(usable_papers(other, PaperKind.THEORY, writer)) == ([] if was_signed else [chosen])
    if was_signed:
        assert "已用于 2026-09-01 的考试" in refusal(other, chosen, writer)
    else:
        put(other, chosen, writer)


def test_a_paper_takes_the_place_of_the_one_that_was_seen(item: BatchItem, writer: User) -> None:
    first = put(item, paper(writer, item), writer)
    other = paper(writer, item)
    assert "已选用理论试卷" in refusal(item, other, writer)
    second = put(item, other, writer, replacing=first)
    assert list(PaperUse.objects.all()) == [second]
    event = history_of(item.batch).filter(action="use_paper").latest("pk")
    assert event.sentence == "更换了试卷：数控车工 四级/中级工"
    assert "已选用理论试卷" in refusal(item, paper(writer, item), writer, replacing=first)


def test_a_use_that_somebody_took_away_meanwhile_is_told(item: BatchItem, writer: User) -> None:
    first = put(item, paper(writer, item), writer)
    seen = PaperUse.objects.get(pk=first.pk)
    stop_using(use=first, actor=writer, at=clock.now())
    assert "原来选用的试卷已由他人取消" in refusal(item, paper(writer, item), writer, replacing=seen)


def test_what_somebody_signed_for_stays(item: BatchItem, writer: User) -> None:
    use = put(item, paper(writer, item), writer)
    signed(use, writer)
    assert "已有人员签收，不能更换或取消" in refusal(item, paper(writer, item), writer, replacing=use)
    with pytest.raises(BlockedError, match="已有人员签收"):
        stop_using(use=use, actor=writer, at=clock.now())
    assert PaperUse.objects.get() == use


def test_a_withdrawn_paper_that_was_signed_for_is_replaced_and_stays_on_record(
    item: BatchItem, writer: User, checker: User
) -> None:
    use = put(item, paper(writer, item), writer)
    signed(use, writer)
    perform(use.paper, "withdraw", actor=checker, reason="泄露")
    second = put(item, paper(writer, item), writer, replacing=use)
    use.refresh_from_db()
    assert use.ended_at == clock.now()
    assert list(PaperUse.objects.standing()) == [second]
    assert use.receipts.count() == 1


def test_stopping_says_so_in_the_batchs_history_and_leaves_the_paper(item: BatchItem, writer: User) -> None:
    chosen = paper(writer, item)
    stop_using(use=put(item, chosen, writer), actor=writer, at=clock.now())
    assert not PaperUse.objects.exists()
    assert Paper.objects.get() == chosen
    told = history_of(item.batch).get(action="stop_paper").sentence
    assert told == f"取消选用{chosen}（数控车工 四级/中级工）"


def test_a_new_paper_is_made_and_put_or_neither(item: BatchItem, writer: User, clock_at: Frozen) -> None:
    use = use_new_paper(
        item=item,
        kind=PaperKind.THEORY,
        make=lambda: paper(writer, item, status=PaperStatus.DRAFT),
        actor=writer,
        at=clock.now(),
    )
    clock_at.move_to(ROSTER_CLOSES)
    with pytest.raises(BlockedError, match="截止"):
        use_new_paper(
            item=item,
            kind=PaperKind.THEORY,
            make=lambda: paper(writer, item),
            actor=writer,
            at=clock.now(),
            replacing=use,
        )
    assert Paper.objects.get() == use.paper
