"""The whole way of an application: management alone for ability, the branch first for skill_level."""

from datetime import datetime
from typing import Any

import pytest

from accounts.models import User
from accounts.rights import Role
from batches.deciding.queue import waiting_for
from batches.deciding.turns import turn_of
from batches.guards.route import deciding_role
from batches.models import Batch
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from scope_catalog.choices import Scheme
from stations.models import Station
from tests.batches.conftest import Frozen
from tests.conftest import Login
from tests.factories import exam
from workflow.lifecycle import StaleError, available_transitions, perform

pytestmark = pytest.mark.django_db


def june(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 6, day, hour, tzinfo=SHANGHAI)


@pytest.fixture
def skill_draft(station: Station, management_user: User) -> Batch:
    trade = exam.skill_trade()
    exam.scope(station, trade)
    item = exam.approved_plan(station, management_user, {"trade": trade}).items.get()
    return exam.draft_batch(station, item, scheme=Scheme.SKILL_LEVEL)


@pytest.fixture
def at_branch(skill_draft: Batch, branch_user: User, station_user: User) -> Batch:
    """A skill_level batch that its province's branch has since 1 June."""
    return perform(skill_draft, "submit", actor=station_user, at=june(1))


def has(batch: Batch, day: int) -> tuple[str, str]:
    """Who has a batch, and since which day."""
    turn = turn_of(batch, at=june(day))
    assert turn is not None
    return turn.who, turn.since.isoformat()


def free_acts(batch: Batch, actor: User) -> set[str]:
    """What nothing keeps an actor from doing with a batch."""
    acts = available_transitions(batch, actor, at=june(2))
    return {act.transition.name for act in acts if not act.problems}


def test_ability_goes_to_management_even_where_there_is_a_branch(
    full_draft: Batch, station_user: User, branch_user: User, management_user: User
) -> None:
    waiting = perform(full_draft, "submit", actor=station_user, at=june(1))
    assert has(waiting, 1) == ("练习管理站", "2026-06-01")
    assert perform(waiting, "approve", actor=management_user, at=june(2)).status == "approved"


def test_skill_level_goes_to_the_branch_and_then_to_management(
    at_branch: Batch, branch_user: User, management_user: User
) -> None:
    assert has(at_branch, 1) == ("练习江苏分支机构", "2026-06-01")
    endorsed = perform(at_branch, "endorse", actor=branch_user, at=june(3), reason="场地已查看")
    assert has(endorsed, 3) == ("练习管理站", "2026-06-03")
    approved = perform(endorsed, "approve", actor=management_user, at=june(4))
    assert (approved.status, turn_of(approved, at=june(4))) == ("approved", None)


def test_while_the_branch_has_it_management_reads_who_to_wait_for(
    at_branch: Batch, branch_user: User, management_user: User
) -> None:
    for name in ("approve", "return"):
        with pytest.raises(BlockedError, match="请等待其办理"):
            perform(at_branch, name, actor=management_user, at=june(2), reason="材料不全")
    blocked = {
        act.transition.name: str(act.problems[0])
        for act in available_transitions(at_branch, management_user, at=june(2))
    }
    assert blocked["approve"] == (
        "“职业技能等级认定”的批次先由练习江苏分支机构审核（服务指南 4.5.1-9）。请等待其办理。"
    )
    assert free_acts(at_branch, branch_user) == {"endorse", "return"}


def test_a_page_offers_nothing_to_whoever_has_to_wait_and_says_once_for_whom(
    at_branch: Batch, branch_user: User, management_user: User, login: Login, clock_at: Frozen
) -> None:
    clock_at.move_to(june(2))
    address = at_branch.get_absolute_url()
    page = login(management_user).get(address).text
    assert page.count("先由练习江苏分支机构审核") == 1
    assert "退回批次申请" not in page
    assert "现由省级分支机构办理" in login(management_user).get(f"{address}return/").text
    assert f'href="{address}return/"' in login(branch_user).get(address).text
    perform(at_branch, "endorse", actor=branch_user, at=june(2))
    page = login(branch_user).get(address).text
    assert "等待练习管理站审批" in page
    assert "可办理的事项" not in page
    assert f'href="{address}return/"' in login(management_user).get(address).text


def test_once_endorsed_the_branch_can_do_nothing_more(
    at_branch: Batch, branch_user: User, management_user: User
) -> None:
    endorsed = perform(at_branch, "endorse", actor=branch_user, at=june(2))
    with pytest.raises(BlockedError, match="现由管理站办理"):
        perform(endorsed, "return", actor=branch_user, at=june(2), reason="想起一事")
    with pytest.raises(StaleError):
        perform(endorsed, "endorse", actor=branch_user, at=june(2))
    assert free_acts(endorsed, management_user) == {"approve", "return"}


@pytest.mark.parametrize("by", [Role.BRANCH, Role.MANAGEMENT])
def test_a_return_frees_the_items_and_a_resubmission_starts_with_the_branch_again(
    at_branch: Batch, station_user: User, branch_user: User, management_user: User, by: Role
) -> None:
    if by == Role.MANAGEMENT:
        at_branch = perform(at_branch, "endorse", actor=branch_user, at=june(2))
    actor = branch_user if by == Role.BRANCH else management_user
    returned = perform(at_branch, "return", actor=actor, at=june(3), reason="考试地点不详")
    assert (turn_of(returned, at=june(3)), returned.items.get().taken) == (None, False)
    again = perform(returned, "submit", actor=station_user, at=june(8))
    assert has(again, 8) == ("练习江苏分支机构", "2026-06-08")
    assert again.number == at_branch.number


def test_a_station_withdraws_what_the_branch_endorsed(
    at_branch: Batch, station_user: User, branch_user: User
) -> None:
    endorsed = perform(at_branch, "endorse", actor=branch_user, at=june(2))
    withdrawn = perform(endorsed, "withdraw", actor=station_user, at=june(2), reason="学生实习，改期")
    assert (withdrawn.status, withdrawn.items.get().taken) == ("withdrawn", False)


def test_a_province_without_a_branch_goes_to_management_at_once(
    skill_draft: Batch, station_user: User, management_user: User
) -> None:
    waiting = perform(skill_draft, "submit", actor=station_user, at=june(1))
    assert has(waiting, 1) == ("练习管理站", "2026-06-01")
    assert free_acts(waiting, management_user) == {"approve", "return"}


@pytest.mark.parametrize("has_branch", [True, False])
@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("status", ["submitted", "endorsed"])
def test_route_turn_and_queue_name_the_same_one(
    request: pytest.FixtureRequest,
    station: Station,
    management_user: User,
    scheme: Scheme,
    status: str,
    has_branch: bool,  # noqa: FBT001
) -> None:
    branch: User | None = request.getfixturevalue("branch_user") if has_branch else None
    facts: dict[str, Any] = {
        "number": "49284901-2026-700",
        "applied_on": june(1).date(),
        "waiting_since": june(1),
    }
    batch = exam.draft_batch(station, scheme=scheme, status=status, **facts)
    turn = turn_of(batch, at=june(1))
    assert turn is not None
    assert turn.role == deciding_role(batch)
    queues = {Role.MANAGEMENT: management_user} | ({Role.BRANCH: branch} if branch else {})
    assert [role for role, user in queues.items() if batch in waiting_for(user)] == [turn.role]
