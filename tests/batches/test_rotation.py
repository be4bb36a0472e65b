"""Rotation of panels and avoidance: what is warned of from which figure on, and what the station answers."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.conf import LazySettings

from accounts.models import User
from batches.models import Batch, BatchItem, CandidateType, PlanItem
from batches.panels.advice import panel_warnings
from batches.panels.rotation import changed_part, panel_cautions
from examiners.models import Examiner
from ostami.problems import BlockedError
from scope_catalog.models import Trade
from stations.models import ScopeGrant, Station
from tests.conftest import Login
from tests.factories import exam
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at")]
NAME = "“数控车工 四级/中级工”"


@pytest.fixture
def items(station: Station, management_user: User, grant: ScopeGrant) -> list[PlanItem]:
    """As many plan items as a test uses up."""
    return list(exam.approved_plan(station, management_user, *[{} for _ in range(6)]).items.all())


def submit(batch: Batch) -> Batch:
    login = batch.station.organisation.users.get()
    return perform(batch, "submit", actor=login, at=exam.noon(exam.APPLIED_ON))


def held(station: Station, plan_item: PlanItem, people: list[Examiner], exam_date: date) -> BatchItem:
    """A batch that was handed in with this panel."""
    batch = exam.draft_batch(station, exam_date=exam_date)
    exam.batch_item(batch, plan_item, people)
    return submit(batch).items.get()


def draft(station: Station, plan_item: PlanItem, people: list[Examiner]) -> BatchItem:
    """A draft with this panel, of which nothing is said yet."""
    item = exam.batch_item(exam.draft_batch(station), plan_item, people)
    BatchItem.objects.filter(pk=item.pk).update(avoidance_declared=False, panel_reason="")
    return BatchItem.objects.get(pk=item.pk)


def cautions(item: BatchItem) -> list[str]:
    return [caution.text for caution in panel_cautions(item)]


@pytest.mark.parametrize(("times_before", "warned"), [(0, False), (2, False), (3, True), (4, True)])
def test_the_same_panel_sits_three_times_in_a_row_and_not_four(
    settings: LazySettings,
    station: Station,
    items: list[PlanItem],
    panel: list[Examiner],
    times_before: int,
    *,
    warned: bool,
) -> None:
    settings.PANEL_MIN_CHANGED = Fraction(0)  # this figure alone
    for week in range(times_before):
        held(station, items[week], panel, date(2026, 7, 10) + timedelta(weeks=week))
    expected = [f"{NAME}的考评组与该工种最近 3 次完全相同，同一考评组连续不宜超过 3 次"]
    assert cautions(draft(station, items[-1], panel)) == (expected if warned else [])


def test_another_panel_in_between_begins_the_count_anew(
    settings: LazySettings, station: Station, items: list[PlanItem], panel: list[Examiner], turning: Trade
) -> None:
    settings.PANEL_MIN_CHANGED = Fraction(0)
    others = [*panel[:2], exam.examiner(station, "陈轮换", turning)]
    for week, people in enumerate([panel, panel, others, panel]):
        held(station, items[week], people, date(2026, 7, 10) + timedelta(weeks=week))
    assert cautions(draft(station, items[-1], panel)) == []


def test_how_often_is_a_setting(
    settings: LazySettings, station: Station, items: list[PlanItem], panel: list[Examiner]
) -> None:
    settings.PANEL_MAX_REPEATS, settings.PANEL_MIN_CHANGED = 1, Fraction(0)
    held(station, items[0], panel, date(2026, 8, 1))
    expected = f"{NAME}的考评组与该工种最近 1 次完全相同，同一考评组连续不宜超过 1 次"
    assert cautions(draft(station, items[1], panel)) == [expected]


@pytest.mark.parametrize(
    ("size", "new", "part"),
    [(3, 0, Fraction(0)), (3, 1, Fraction(1, 3)), (4, 1, Fraction(1, 4)), (4, 2, Fraction(1, 2))],
)
def test_the_part_that_changed_counts_newcomers_among_all(size: int, new: int, part: Fraction) -> None:
    before = frozenset(range(size))
    after = frozenset([*range(size - new), *range(100, 100 + new)])
    assert changed_part(after, before) == part


@pytest.mark.parametrize(
    ("size", "new", "sentence"),
    [
        (3, 0, "完全相同，每次宜更换 1/3 以上"),
        (3, 1, ""),  # a third
        (5, 1, "相比只更换了 1 人（共 5 人），每次宜更换 1/3 以上"),
        (5, 2, ""),
    ],
)
def test_less_than_a_third_changed_is_warned_of(
    station: Station, items: list[PlanItem], turning: Trade, size: int, new: int, sentence: str
) -> None:
    before = exam.panel(station, turning, size)
    last = held(station, items[0], before, date(2026, 8, 1)).batch
    newcomers = [exam.examiner(station, f"新人{number}", turning) for number in "甲乙丙"[:new]]
    found = cautions(draft(station, items[1], [*before[: size - new], *newcomers]))
    expected = f"{NAME}的考评组与{last} {sentence}"
    assert found == ([expected] if sentence else [])


def test_one_of_four_changed_is_even_and_too_little(
    station: Station, items: list[PlanItem], turning: Trade
) -> None:
    before = exam.panel(station, turning, 4)
    last = held(station, items[0], before, date(2026, 8, 1)).batch
    assert cautions(draft(station, items[1], [*before[:3], exam.examiner(station, "陈轮换", turning)])) == [
        f"{NAME}的考评组为 4 人，宜为单数",
        f"{NAME}的考评组与{last} 相比只更换了 1 人（共 4 人），每次宜更换 1/3 以上",
    ]


def test_neither_another_trade_nor_another_station_nor_a_withdrawn_batch_is_compared_with(
    station: Station,
    other_station: Station,
    items: list[PlanItem],
    other_item: PlanItem,
    panel: list[Examiner],
    turning: Trade,
) -> None:
    elsewhere = exam.draft_batch(other_station, other_item, exam_date=date(2026, 8, 1))
    submit(elsewhere)
    gone = held(station, items[0], panel, date(2026, 8, 1)).batch
    login = station.organisation.users.get()
    perform(gone, "withdraw", actor=login, reason="改期")
    assert cautions(draft(station, items[1], panel)) == []


def test_a_class_teacher_is_pointed_out_for_students_alone(
    station: Station, items: list[PlanItem], panel: list[Examiner]
) -> None:
    Examiner.objects.filter(pk=panel[1].pk).update(taught_classes="数控2301")
    item = exam.batch_item(exam.draft_batch(station), items[0], panel)
    told = [warning.text for warning in panel_warnings(item.batch)]
    assert told == [f"{NAME}的考评员考评员2任教班级：数控2301"]
    Batch.objects.filter(pk=item.batch.pk).update(candidate_type=CandidateType.IN_SERVICE)
    assert list(panel_warnings(Batch.objects.get(pk=item.batch.pk))) == []


def test_without_the_declaration_nothing_is_handed_in(
    station: Station, items: list[PlanItem], panel: list[Examiner]
) -> None:
    item = draft(station, items[0], panel)
    with pytest.raises(BlockedError) as refused:
        submit(item.batch)
    assert str(refused.value) == (
        f"{NAME}还没有声明考评员与考生无任教、亲属关系。请点击“调整考评组”，勾选声明，或写明须回避的考评员。"
    )
    BatchItem.objects.filter(pk=item.pk).update(avoidance_named="考评员2任教数控2301班")
    assert submit(item.batch).status == "submitted"


def test_a_caution_needs_a_reason(station: Station, items: list[PlanItem], turning: Trade) -> None:
    item = draft(station, items[0], exam.panel(station, turning, 4))
    BatchItem.objects.filter(pk=item.pk).update(avoidance_declared=True)
    with pytest.raises(BlockedError, match="的考评组为 4 人，宜为单数。请点击“调整考评组”，更换考评员"):
        submit(item.batch)
    BatchItem.objects.filter(pk=item.pk).update(panel_reason="一人备用")
    assert submit(item.batch).status == "submitted"


def test_a_station_is_led_to_what_is_left_to_say_and_management_reads_it(
    login: Login,
    station: Station,
    station_user: User,
    management_user: User,
    items: list[PlanItem],
    turning: Trade,
) -> None:
    people = exam.panel(station, turning, 4)
    batch = exam.draft_batch(station)
    chosen = {"leader": people[0].pk, "examiners": [one.pk for one in people]}
    client = login(station_user)
    answer = client.post(f"/batches/{batch.pk}/items/new/{items[0].pk}/", chosen)
    panel_page = answer["Location"]
    assert panel_page == f"/batches/{batch.pk}/items/{batch.items.get().pk}/edit/"
    shown = client.get(panel_page).text
    assert "提交批次申请前，还须补充本页的声明或说明" in shown
    assert "的考评组为 4 人，宜为单数" in shown
    said = {"avoidance_named": "考评员2任教数控2301班", "panel_reason": "一人备用"}
    both = client.post(panel_page, {**chosen, **said, "avoidance_declared": "on"})
    assert both.status_code == 422
    assert "既声明了无任教、亲属关系，又填写了须回避的考评员" in both.text
    assert client.post(panel_page, {**chosen, **said})["Location"] == batch.get_absolute_url()
    assert history_of(batch).get(action="change_panel").changes == {
        "回避声明": ["", "考评员2任教数控2301班"],
        "考评组说明": ["", "一人备用"],
    }
    submit(batch)
    management = login(management_user)
    page = management.get(batch.get_absolute_url()).text
    for words in (
        "须回避：考评员2任教数控2301班",
        "说明：一人备用",
        "的考评组为 4 人，宜为单数",
        "申报了须回避的考评员：考评员2任教数控2301班",
    ):
        assert words in page
    decision = management.get(f"{batch.get_absolute_url()}approve/").text
    assert "的考评组为 4 人，宜为单数" in decision
    assert "考评组的说明：一人备用" in decision
