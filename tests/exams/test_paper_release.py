"""When a paper can be signed for and downloaded, to the second, and by whom (guide 4.5.1-6)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from accounts.models import User
from batches.models import Batch, BatchStatus, DateChange
from examiners.models import Examiner
from exams.models import PaperReceipt
from exams.papers.release import download_problems, release_problems
from exams.papers.signing import uses_to_sign
from ostami import policy
from ostami.clock import SHANGHAI
from question_bank.models import PaperStatus, PaperUse
from question_bank.paper_kinds import PaperKind, PaperPart
from stations.models import Station
from tests.factories import exam
from tests.factories.sealed_papers import named, sealed_paper, use_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
OPENS = datetime(2026, 8, 22, tzinfo=SHANGHAI)  # the exam is on 2026-09-01
CLOSES = datetime(2026, 9, 2, tzinfo=SHANGHAI)
EXAM_DAY = datetime(2026, 9, 1, tzinfo=SHANGHAI)
NOON = exam.noon(date(2026, 8, 25))


def signed(use: PaperUse, user: User, at: datetime = NOON) -> PaperReceipt:
    exam_date = use.item.batch.exam_date
    return PaperReceipt.objects.create(use=use, signed_by=user, signed_at=at, exam_date=exam_date)


def fresh(use: PaperUse) -> PaperUse:
    return PaperUse.objects.get(pk=use.pk)


def to_sign(use: PaperUse, user: User, at: datetime = NOON) -> list[str]:
    return [problem.text for problem in release_problems(fresh(use), user, at)]


def to_download(use: PaperUse, user: User, at: datetime = NOON, part: str = PaperPart.PAPER_A) -> list[str]:
    return [problem.text for problem in download_problems(fresh(use), user, at, part=part)]


SPAN = "2026-08-22 00:00 至 2026-09-01 24:00"
EARLY, LATE = f"还没有到签收时间：{SPAN}", f"签收时间已过：{SPAN}"
INSTANTS = [
    (OPENS - SECOND, [EARLY]),
    (OPENS, []),
    (CLOSES - SECOND, []),
    (CLOSES, [LATE]),
    (CLOSES + SECOND, [LATE]),
]


@pytest.mark.parametrize(("at", "problems"), INSTANTS)
def test_signing_opens_ten_days_before_and_ends_with_the_exam_day(
    use: PaperUse, keeper: User, at: datetime, problems: list[str]
) -> None:
    assert to_sign(use, keeper, at) == problems
    assert list(uses_to_sign(keeper, at)) == ([] if problems else [use])


@pytest.mark.parametrize(("at", "problems"), INSTANTS)
def test_who_signed_downloads_the_paper_in_the_same_window(
    use: PaperUse, keeper: User, at: datetime, problems: list[str]
) -> None:
    signed(use, keeper)
    assert to_download(use, keeper, at) == [problem.replace("签收", "下载") for problem in problems]


ANSWERS_UNTIL = datetime(2026, 10, 2, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (EXAM_DAY - SECOND, "还没有到下载时间："),
        (EXAM_DAY, None),
        (CLOSES, None),
        (ANSWERS_UNTIL - SECOND, None),
        (ANSWERS_UNTIL, "下载时间已过："),
        (ANSWERS_UNTIL + SECOND, "下载时间已过："),
    ],
)
def test_answers_open_on_the_exam_day_for_thirty_days(
    use: PaperUse, keeper: User, at: datetime, words: str | None
) -> None:
    signed(use, keeper)
    expected = [f"{words}2026-09-01 00:00 至 2026-10-01 24:00"] if words else []
    assert to_download(use, keeper, at, PaperPart.ANSWERS_A) == expected


def test_how_long_answers_stay_is_a_setting(use: PaperUse, keeper: User, settings: LazySettings) -> None:
    settings.ANSWER_DAYS = 1
    signed(use, keeper)
    assert to_download(use, keeper, CLOSES + timedelta(days=1) - SECOND, PaperPart.ANSWERS_A) == []
    assert to_download(use, keeper, CLOSES + timedelta(days=1), PaperPart.ANSWERS_A) == [
        "下载时间已过：2026-09-01 00:00 至 2026-09-02 24:00"
    ]


def test_the_answer_window_is_a_rule() -> None:
    assert policy.answer_window(date(2026, 9, 1), days=30) == (EXAM_DAY, ANSWERS_UNTIL)


def test_who_did_not_sign_downloads_nothing(use: PaperUse, keeper: User) -> None:
    assert to_download(use, keeper) == ["您还没有签收这份试卷"]


def moved(batch: Batch, to: date, management: User, *, at: datetime) -> None:
    asked = DateChange.objects.create(
        batch=batch, old_date=batch.exam_date, new_date=to, reason="设备检修", requested_at=at
    )
    Examiner.objects.update(valid_to=date(2030, 1, 1))
    perform(asked, "approve", actor=management, at=at)


def test_a_later_date_closes_the_window_at_once(
    batch: Batch, use: PaperUse, keeper: User, management_user: User
) -> None:
    signed(use, keeper)
    assert to_download(use, keeper) == []
    moved(batch, date(2026, 9, 20), management_user, at=NOON)
    span = "2026-09-10 00:00 至 2026-09-20 24:00"
    assert to_sign(use, keeper) == [f"还没有到签收时间：{span}"]
    assert to_download(use, keeper) == [
        "考试日期在您签收后由 2026-09-01 调整为 2026-09-20，原签收不再有效",
        f"还没有到下载时间：{span}",
    ]
    assert list(uses_to_sign(keeper, NOON)) == []
    assert list(uses_to_sign(keeper, exam.noon(date(2026, 9, 10)))) == [use]


def test_an_earlier_date_opens_the_window_at_once(
    batch: Batch, use: PaperUse, keeper: User, management_user: User
) -> None:
    before = OPENS - SECOND
    assert to_sign(use, keeper, before) == [EARLY]
    moved(batch, date(2026, 8, 31), management_user, at=before)
    assert to_sign(use, keeper, before) == []


def test_a_paper_that_another_station_has_earlier_is_not_given_out(
    batch: Batch, other_batch: Batch, use: PaperUse, keeper: User, management_user: User
) -> None:
    use_of(other_batch, use.paper)
    assert to_sign(use, keeper) == []
    moved(other_batch, date(2026, 8, 31), management_user, at=NOON)
    assert to_sign(use, keeper) == [f"{use.paper}还用于 2026-08-31 的考试，先于本次考试"]


def test_after_a_change_of_date_everybody_signs_anew(
    batch: Batch, use: PaperUse, keeper: User, management_user: User
) -> None:
    signed(use, keeper)
    moved(batch, date(2026, 8, 31), management_user, at=NOON)
    assert to_download(use, keeper)[0].endswith("原签收不再有效")
    signed(fresh(use), keeper)
    assert to_download(use, keeper) == []


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (BatchStatus.RESULTS_SUBMITTED, None),
        (BatchStatus.RESULTS_APPROVED, "当前状态为“成绩已审核”"),
        (BatchStatus.CANCELLED, "当前状态为“已取消”"),
        (BatchStatus.WITHDRAWN, "当前状态为“已撤回”"),
        (BatchStatus.SUBMITTED, "当前状态为“待审批”"),
    ],
)
def test_a_batch_releases_between_roster_and_results(
    batch: Batch, keeper: User, status: BatchStatus, words: str | None
) -> None:
    use = use_of(batch)
    batch._move_to(status)
    expected = [f"{batch}{words}，试卷不开放"] if words else []
    assert to_sign(use, keeper) == expected
    assert list(uses_to_sign(keeper, NOON)) == ([] if words else [use])


def test_without_its_roster_a_batch_releases_nothing(
    station: Station, management_user: User, station_user: User
) -> None:
    exam.scope(station, exam.trade(), "54321")
    plan = exam.approved_plan(station, management_user)
    batch = exam.approved_batch(station, management_user, plan.items.get())
    use = use_of(batch)
    named(batch, station_user)
    assert to_sign(use, station_user, OPENS - SECOND)[0] == f"{batch}还没有提交花名册，试卷不开放"
    assert to_sign(use, station_user, OPENS) == [f"{batch}没有按期提交花名册，已失效，试卷不开放"]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (PaperStatus.DRAFT, "还没有封存"),
        (PaperStatus.CHECKED, "还没有封存"),
        (PaperStatus.WITHDRAWN, "已撤回"),
    ],
)
def test_a_paper_is_sealed(batch: Batch, keeper: User, status: PaperStatus, words: str) -> None:
    use = use_of(batch, status=status)
    signed(use, keeper)
    assert to_sign(use, keeper) == to_download(use, keeper) == [f"{use.paper}{words}"]


def test_a_paper_has_parts(batch: Batch, keeper: User) -> None:
    use = use_of(batch, parts={})
    assert to_sign(use, keeper) == [f"{use.paper}没有可以下载的文件"]


@pytest.mark.parametrize("changed", [{"level": 3}, {"trade": "另一工种"}])
def test_a_paper_is_of_the_items_trade_and_level(batch: Batch, keeper: User, changed: dict[str, Any]) -> None:
    if "trade" in changed:
        changed = {"trade": exam.trade("数控铣工", code="JX04-05-01-02")}
    use = use_of(batch, **changed)
    assert to_sign(use, keeper) == [f"{use.paper}与批次工种“{use.item}”的工种、等级不符"]
    assert list(uses_to_sign(keeper, NOON)) == []


def test_a_practical_paper_is_signed_for_by_itself(batch: Batch, use: PaperUse, keeper: User) -> None:
    practical = use_of(batch, kind=PaperKind.PRACTICAL)
    signed(use, keeper)
    assert list(uses_to_sign(keeper, NOON)) == [practical]
    assert to_download(practical, keeper) == ["您还没有签收这份试卷"]


def test_a_paper_that_was_replaced_is_closed_even_to_who_signed(
    batch: Batch, use: PaperUse, keeper: User
) -> None:
    signed(use, keeper)
    use.ended_at = NOON
    use.save()
    assert to_sign(use, keeper) == to_download(use, keeper) == [f"{use.paper}已被更换，不再用于本次考试"]
    assert list(uses_to_sign(keeper, NOON)) == []


NOBODY = ["您不是考试站指定的试卷签收人，不能签收、下载试卷"]


def test_only_who_was_named_signs(use: PaperUse, station_user: User) -> None:
    assert to_sign(use, station_user) == NOBODY
    assert list(uses_to_sign(station_user, NOON)) == []


@pytest.mark.parametrize("who", ["management_user", "centre_user", "branch_user", "other_station_user"])
def test_nobody_else_signs_even_with_a_row(
    batch: Batch, use: PaperUse, who: str, request: pytest.FixtureRequest
) -> None:
    person: User = request.getfixturevalue(who)
    named(batch, person)
    signed(use, person)
    assert to_sign(use, person) == to_download(use, person) == NOBODY
    assert list(uses_to_sign(person, NOON)) == []


def test_a_keeper_whose_login_was_closed_counts_no_more(use: PaperUse, keeper: User) -> None:
    keeper.is_active = False
    keeper.save()
    assert to_sign(use, keeper) == NOBODY


def test_a_keeper_who_moved_to_another_station_counts_no_more(
    use: PaperUse, keeper: User, other_station: Station
) -> None:
    keeper.organisation = other_station.organisation
    keeper.save()
    assert to_sign(use, keeper) == NOBODY


def test_every_reason_is_told_at_once(batch: Batch, station_user: User) -> None:
    paper = sealed_paper(batch.station.organisation, batch.items.get(), status=PaperStatus.WITHDRAWN, level=3)
    use = use_of(batch, paper)
    batch._move_to(BatchStatus.CANCELLED)
    assert len(to_sign(use, station_user, CLOSES)) == 5


def test_another_stations_use_is_out_of_scope(
    use: PaperUse, other_station_user: User, management_user: User
) -> None:
    assert not PaperUse.objects.visible_to(other_station_user).filter(pk=use.pk).exists()
    assert PaperUse.objects.visible_to(management_user).get() == use
