"""A published arrangement is taken back where it holds no more."""

from datetime import time, timedelta

import pytest
import time_machine
from django.http import Http404
from django.urls import reverse

from accounts.models import User
from batches.models import Batch
from candidates.models import Enrolment
from exams.models import Arrangement, Room, Session
from exams.seating.reading import seats_of
from exams.services.seating import publish_arrangement, sit
from exams.services.sessions import SessionFacts, remove_session, save_session
from ostami.problems import BlockedError
from question_bank.paper_kinds import PaperKind
from tests.batches.moving import ask
from tests.conftest import Login
from tests.factories import seating
from workflow.audit import history_of
from workflow.lifecycle import perform

WITHDRAWN = "发布已撤回"


def change(session: Session, *, starts: time | None = None, room: Room | None = None) -> None:
    """Store another hour or room of a session, as its station does."""
    rooms = {room: ""} if room else {place.room: place.invigilators for place in session.rooms.all()}
    hour = starts or session.starts
    facts = SessionFacts(kind=session.kind, starts=hour, minutes=session.minutes, rooms=rooms)
    batch = session.batch
    login, at = seating.login_of(batch), seating.before(batch)
    save_session(batch=batch, facts=facts, actor=login, at=at, session=session)


def is_published(batch: Batch) -> bool:
    return Arrangement.objects.get(batch=batch).published_at is not None


def named(batch: Batch, name: str = "林若溪") -> Enrolment:
    return batch.enrolments.get(candidate__name=name)


def test_hours_at_which_somebody_sits_both_papers_take_it_back(
    batch: Batch, station_user: User, login: Login
) -> None:
    seating.published(batch)
    practical = batch.sessions.get(kind=PaperKind.PRACTICAL)
    change(practical, starts=time(10, 30))
    assert is_published(batch)
    change(practical, starts=time(10, 29))
    assert not is_published(batch)
    assert seats_of([named(batch)]) == {}
    said = history_of(batch.arrangement).latest("pk").sentence
    assert said.startswith("撤回了考场安排的发布：实操第 1 场与理论考试时间重叠")
    with time_machine.travel(seating.before(batch)):
        client = login(station_user)
        for address in (
            reverse("exams:seating", args=[batch.pk]),
            reverse("exams:session_room", args=[seating.place_of(batch).pk]),
        ):
            assert WITHDRAWN in client.get(address).text


def test_a_room_that_goes_and_a_session_that_goes_take_it_back(batch: Batch, station_user: User) -> None:
    seating.published(batch)
    theory = batch.sessions.get(kind=PaperKind.THEORY)
    change(theory, room=seating.room(batch.station, "第二考场"))
    assert not is_published(batch)
    at = seating.before(batch)
    Arrangement.objects.update(published_at=at)
    remove_session(session=theory, actor=station_user, at=at)
    assert not is_published(batch)


def test_what_was_put_right_is_published_anew(batch: Batch, station_user: User) -> None:
    seating.published(batch)
    practical = batch.sessions.get(kind=PaperKind.PRACTICAL)
    change(practical, starts=time(10))
    change(practical, starts=time(14))
    assert not is_published(batch)
    at = seating.before(batch, 1)
    assert publish_arrangement(batch=batch, actor=station_user, at=at).published_at == at


def test_a_new_exam_date_takes_it_back(batch: Batch, management_user: User, station_user: User) -> None:
    seating.published(batch)
    moved = ask(batch, batch.exam_date + timedelta(days=5), at=seating.before(batch))
    perform(moved, "approve", actor=management_user, at=seating.before(batch, 2))
    assert not is_published(batch)
    assert history_of(batch.arrangement).latest("pk").sentence == "撤回了考场安排的发布：考试日期已调整"


def test_nobody_is_put_on_a_seat_while_sitting_the_other_paper(batch: Batch, station_user: User) -> None:
    seating.seated(batch)
    beside = seating.room(batch.station, "车间", PaperKind.PRACTICAL)
    early = seating.session(batch, beside, kind=PaperKind.PRACTICAL, starts=time(9))
    at = seating.before(batch)
    with pytest.raises(BlockedError, match="实操第 2 场进行时，林若溪参加另一科考试"):
        sit(enrolment=named(batch), place=early.rooms.get(), number=1, actor=station_user, at=at)


def test_a_room_that_was_taken_out_seats_nobody(batch: Batch, station_user: User) -> None:
    seating.seated(batch)
    place = seating.place_of(batch)
    change(place.session, room=seating.room(batch.station, "第二考场"))
    at = seating.before(batch)
    with pytest.raises(Http404):
        sit(enrolment=named(batch), place=place, number=1, actor=station_user, at=at)
