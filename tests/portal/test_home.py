"""Home: what waits in its parts, and each count as a link to exactly the rows that it counts."""

from datetime import date

import pytest
import time_machine

from accounts.models import User
from accounts.rights import Role
from batches.models import AnnualPlan
from certificates.changes.asking import ask_change
from certificates.models import Certificate, ChangeKind
from ostami import clock
from portal.todo.items import Due, Part, Todo, in_parts
from portal.todo.roles import todo_for
from question_bank.models import ItemStatus
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, people, posting, questions, results, staff
from tests.factories.exam import noon
from tests.portal.counted import miscounted, rows

TODAY = date(2026, 8, 11)
PASSED: dict[str, tuple[str | None, str | None]] = {"林若溪": ("85", "92.5")}


def todo(on: date | None = None, *, returned: bool = False) -> Todo:
    return Todo("办理", 1, "/", Due("期限", urgent=False, on=on), returned=returned)


@pytest.mark.parametrize(
    ("line", "part"),
    [
        (todo(date(2026, 8, 18)), Part.SOON),
        (todo(date(2026, 8, 19)), Part.TO_DO),
        (todo(date(2026, 8, 10)), Part.SOON),
        (todo(), Part.TO_DO),
        (todo(returned=True), Part.RETURNED),
        (todo(date(2026, 8, 19), returned=True), Part.RETURNED),
        (todo(date(2026, 8, 18), returned=True), Part.SOON),
    ],
)
def test_each_line_stands_in_one_part(line: Todo, part: Part) -> None:
    assert in_parts([line], TODAY) == [(part, [line])]


def test_what_is_due_soon_stands_on_top_and_what_holds_nothing_is_left_out() -> None:
    lines = [todo(), todo(TODAY)]
    assert [part for part, _ in in_parts(lines, TODAY)] == [Part.SOON, Part.TO_DO]


@pytest.mark.django_db
def test_the_page_shows_the_parts(login: Login, station: Station, station_user: User) -> None:
    staff.three(station)
    AnnualPlan.objects.create(station=station, year=clock.today().year)._move_to("returned")
    page = login(station_user).get("/home/")
    assert '<h2 class="h5" id="todo-RETURNED">被退回，待修改</h2>' in page.text
    assert page.text.count("修改被退回的年度计划") == 1
    assert 'id="todo-TO_DO"' not in page.text


@pytest.mark.django_db
def test_a_colleagues_returned_question_is_not_counted_and_not_listed(
    login: Login, station: Station, station_user: User
) -> None:
    trade = exam.trade()
    exam.scope(station, trade)
    colleague = staff.login_of(staff.three(station)[0])
    for writer in (station_user, colleague):
        questions.question(station.organisation, trade, status=ItemStatus.RETURNED, written_by=writer)
    client, lines = login(station_user), todo_for(station_user, now=noon(TODAY))
    (mending,) = [one for one in lines if "试题" in one.label]
    assert (mending.count, mending.returned) == (1, True)
    assert miscounted(client, lines) == []


@pytest.mark.django_db
def test_the_centre_finds_what_it_can_certify_and_what_it_cannot(
    login: Login, station: Station, management_user: User, centre_user: User
) -> None:
    staff.three(station)
    free = [results.approved(station, management_user, PASSED) for _ in range(2)]
    held = [results.approved(station, management_user, PASSED) for _ in range(2)]
    for batch in held:
        batch.enrolments.get().reviews.create(
            kind="theory", reason="请核对。", asked_at=noon(results.ISSUED_ON)
        )
    lines = todo_for(centre_user, now=noon(results.ISSUED_ON))
    assert [(one.label, one.count) for one in lines] == [("核发证书", 2), ("暂不能核发证书的批次", 2)]
    client = login(centre_user)
    with time_machine.travel(noon(results.ISSUED_ON), tick=False):
        assert miscounted(client, lines) == []
        found = {one.address: set(client.get(one.address).context["object_list"]) for one in lines}
        assert list(found.values()) == [set(free), set(held)]
        # Nobody else is offered this, so that it leaves the list as it is.
        assert rows(login(management_user).get("/batches/?step=certify").context) == 4


@pytest.mark.django_db
def test_an_own_change_of_a_certificate_is_not_for_oneself_to_decide(
    login: Login, station: Station, management_user: User, centre_user: User
) -> None:
    staff.three(station)
    batch = results.certified(results.approved(station, management_user, PASSED), centre=centre_user)
    posting.arrived(batch, management_user)
    asker = people.user("站务甲", Role.STATION, station.organisation)
    ask_change(
        certificate=Certificate.objects.get(),
        kind=ChangeKind.REVOKE,
        reason="查实替考",
        facts={},
        actor=asker,
        at=noon(results.ISSUED_ON),
    )
    (line,) = todo_for(centre_user, now=noon(results.ISSUED_ON))
    assert line.count == rows(login(centre_user).get(line.address).context) == 1
    assert rows(login(asker).get(line.address).context) == 0
