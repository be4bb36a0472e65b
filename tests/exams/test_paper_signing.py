"""Signing for a paper with the password, and the limit on guessing it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.http import Http404

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch
from exams.models import PaperReceipt
from exams.services.papers import sign_paper
from ostami.problems import BlockedError
from question_bank.models import PaperUse
from tests.factories import exam, people
from tests.factories.sealed_papers import named
from workflow.audit import history_of, verify

pytestmark = pytest.mark.django_db
NOON = exam.noon(date(2026, 8, 25))
SECOND = timedelta(seconds=1)
QUARTER = timedelta(minutes=15)
RIGHT, WRONG = people.PASSWORD, "spindle-lathe-74"


@pytest.fixture(autouse=True)
def clock_() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as coordinates:
        yield coordinates


def attempt(use: PaperUse, user: User, password: str) -> str:
    """Sign, and return what the person reads."""
    try:
        sign_paper(use=use, password=password, actor=user, at=NOON)
    except BlockedError as blocked:
        return str(blocked)
    return "签收"


def told(use: PaperUse) -> list[tuple[str, str]]:
    return [(event.action, event.sentence) for event in history_of(use).order_by("pk")]


def test_a_signature_is_kept_with_the_exams_date_and_recorded(use: PaperUse, keeper: User) -> None:
    assert attempt(use, keeper, RIGHT) == "签收"
    receipt = PaperReceipt.objects.get()
    assert (receipt.use, receipt.signed_by, receipt.signed_at, receipt.exam_date) == (
        use,
        keeper,
        NOON,
        date(2026, 9, 1),
    )
    assert told(use) == [("sign_paper", f"签收了{use.paper}（数控车工 四级/中级工）")]
    assert verify() == []


def test_twice_is_once(use: PaperUse, keeper: User) -> None:
    first = sign_paper(use=use, password=RIGHT, actor=keeper, at=NOON)
    again = sign_paper(use=use, password=RIGHT, actor=keeper, at=NOON + SECOND)
    assert (again, again.signed_at) == (first, NOON)
    assert len(told(use)) == 1


def test_a_wrong_password_signs_nothing_and_is_counted(use: PaperUse, keeper: User) -> None:
    assert attempt(use, keeper, WRONG) == "密码不正确，没有签收。请重新输入登录密码，还可以试 4 次。"
    assert not PaperReceipt.objects.exists()
    assert told(use) == []
    assert attempt(use, keeper, WRONG).endswith("还可以试 3 次。")


def test_the_fifth_wrong_one_shuts_the_door_and_is_recorded(use: PaperUse, keeper: User) -> None:
    shut = "密码连续输错 5 次，15 分钟内不能再试。请 15 分钟后再试；忘记密码请先找回密码。"
    answers = [attempt(use, keeper, WRONG) for _ in range(5)]
    assert answers[3].endswith("还可以试 1 次。")
    assert answers[4] == shut
    assert attempt(use, keeper, RIGHT) == shut
    assert attempt(use, keeper, WRONG) == shut
    limit = f"签收{use.paper}时连续 5 次输错密码，15 分钟内不能再试"
    assert told(use) == [("paper_password_limit", limit)]
    assert not PaperReceipt.objects.exists()


def test_after_four_wrong_ones_the_right_one_signs_and_clears_the_count(use: PaperUse, keeper: User) -> None:
    for _ in range(4):
        attempt(use, keeper, WRONG)
    assert attempt(use, keeper, RIGHT) == "签收"
    assert attempt(use, keeper, WRONG).endswith("还可以试 4 次。")


@pytest.mark.parametrize(("after", "answer"), [(QUARTER - SECOND, "密码连续"), (QUARTER, "签收")])
def test_the_door_opens_again_after_fifteen_minutes(
    use: PaperUse, keeper: User, clock_: time_machine.Traveller, after: timedelta, answer: str
) -> None:
    for _ in range(5):
        attempt(use, keeper, WRONG)
    clock_.shift(after)
    assert attempt(use, keeper, RIGHT)[:4] == answer


@pytest.mark.parametrize(("after", "answer"), [(QUARTER - SECOND, "密码连续"), (QUARTER, "密码不正")])
def test_only_wrong_ones_of_the_last_fifteen_minutes_count(
    use: PaperUse, keeper: User, clock_: time_machine.Traveller, after: timedelta, answer: str
) -> None:
    for _ in range(4):
        attempt(use, keeper, WRONG)
    clock_.shift(after)
    assert attempt(use, keeper, WRONG)[:4] == answer


def test_one_persons_mistakes_keep_nobody_else_out(batch: Batch, use: PaperUse, keeper: User) -> None:
    colleague = people.user("贾同事", Role.STATION, batch.station.organisation)
    named(batch, colleague)
    for _ in range(5):
        attempt(use, keeper, WRONG)
    assert attempt(use, colleague, RIGHT) == "签收"


def test_neither_password_nor_its_digest_lies_in_the_cache(use: PaperUse, keeper: User) -> None:
    attempt(use, keeper, WRONG)
    held = cache.get_many([f"paper-password:{keeper.pk}:{number}" for number in range(5)])
    assert list(held.values()) == ["taken"]


def test_outside_the_window_no_password_is_asked_or_counted(
    use: PaperUse, keeper: User, station_user: User
) -> None:
    for _ in range(6):
        with pytest.raises(BlockedError, match="还没有到签收时间"):
            sign_paper(use=use, password=WRONG, actor=keeper, at=NOON - timedelta(days=10))
    assert attempt(use, keeper, RIGHT) == "签收"


def test_a_use_that_was_taken_back_is_gone(use: PaperUse, keeper: User) -> None:
    gone = PaperUse.objects.get(pk=use.pk)
    use.delete()
    with pytest.raises(Http404):
        sign_paper(use=gone, password=RIGHT, actor=keeper, at=NOON)
