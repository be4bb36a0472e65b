"""The stages of a candidate's way that lie in the exam: the day itself, and its result."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.urls import reverse

from batches.models import Batch
from candidates.models import Enrolment
from candidates.progress import Stage, StageState, may_sit
from exams.models import PUBLISHED, Result, Seat
from exams.seating.reading import seats_of
from exams.seating.tickets import ticket_number
from ostami import clock


def exam_stages(enrolments: Sequence[Enrolment], at: datetime) -> Mapping[int, Stage]:
    """Return when and where each exam is, or that it was."""
    seats = seats_of(enrolments)
    return {one.pk: _exam_stage(one, seats.get(one.pk, []), at) for one in enrolments}


def _exam_stage(enrolment: Enrolment, seats: Sequence[Seat], at: datetime) -> Stage:
    batch, today = enrolment.batch, clock.day_of(at)
    when = f"{batch.exam_date} {batch.place}"
    if not may_sit(enrolment, at):
        return Stage("考试", StageState.STOPPED)
    if batch.status in PUBLISHED or today > batch.exam_date:
        return Stage("考试", StageState.DONE, when)
    if seats:
        address = reverse("exams:ticket", args=[batch.pk])
        state = StageState.CURRENT if today == batch.exam_date else StageState.AHEAD
        return Stage(
            "考试", state, f"{_left(batch, today)}{_seat_words(enrolment, seats)}", address, "打印准考证"
        )
    if today == batch.exam_date:
        return Stage("考试", StageState.CURRENT, f"今天考试，{batch.place}，请带身份证件原件")
    days = (batch.exam_date - today).days
    return Stage("考试", StageState.AHEAD, f"{when}，还有 {days} 天；请带身份证件原件")


def _left(batch: Batch, today: date) -> str:
    """Return how far off the exam is, and where it is held."""
    days = (batch.exam_date - today).days
    when = f"还有 {days} 天" if days else "今天考试"
    return f"{batch.exam_date}，{when}，{batch.place}。"


def _seat_words(enrolment: Enrolment, seats: Sequence[Seat]) -> str:
    """Return number and seats in words, with what the ticket is for."""
    where = "；".join(
        f"{seat.get_kind_display()} {seat.place.session.starts_at:%H:%M} {seat.place.room} {seat}"
        for seat in seats
    )
    return f"准考证号 {ticket_number(enrolment)}；{where}。请带准考证和身份证件原件"


def result_stages(enrolments: Sequence[Enrolment], at: datetime) -> Mapping[int, Stage]:
    """Return what each result is, once it is published."""
    published = [one.pk for one in enrolments if one.batch.status in PUBLISHED]
    results = {row.enrolment_id: row for row in Result.objects.filter(enrolment__in=published)}
    return {one.pk: _result_stage(one, results.get(one.pk), at) for one in enrolments}


def _result_stage(enrolment: Enrolment, result: Result | None, at: datetime) -> Stage:
    if not may_sit(enrolment, at):
        return Stage("成绩", StageState.STOPPED)
    if enrolment.batch.status in PUBLISHED:
        words = result.scores.outcome if result else "没有成绩"
        return Stage("成绩", StageState.DONE, words, enrolment.get_absolute_url())
    if clock.day_of(at) > enrolment.batch.exam_date:
        return Stage("成绩", StageState.CURRENT, "等待评定和公布")
    return Stage("成绩", StageState.AHEAD)
