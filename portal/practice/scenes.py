"""The scenes of the practice portal: batches at every stop of the journey, told in days from today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import User
from batches.deciding.returning import composed
from batches.models import Batch, CandidateType, PlanItem
from batches.services.date_changes import request_date_change
from candidates.correcting.facts import FIELDS
from candidates.models import Enrolment
from candidates.services.corrections import request_correction
from examiners.models import Supervisor
from exams.services import DrawRequest, assign_supervisor, draw_batches
from ostami import clock
from ostami.policy import last_enrolment_day
from portal.practice.candidate_desk import (
    accepted_enrolment,
    drafted_enrolment,
    handed_in,
    registered,
    submitted_enrolment,
)
from portal.practice.days import Journey
from portal.practice.exam_desk import readied
from portal.practice.offices import branch_login
from portal.practice.people import PracticePerson
from portal.practice.settlement_desk import confirmed, paid
from portal.practice.station_desk import (
    Desk,
    Planned,
    Scores,
    approved_batch,
    approved_plan,
    approved_results,
    drafted_batch,
    recorded_scores,
    submitted_batch,
    submitted_plan,
    submitted_results,
    submitted_roster,
)
from scope_catalog.choices import Scheme
from scope_catalog.models import Trade
from workflow.lifecycle import perform

# Days from a batch's application to its approval, to the enrolments, to their review.
APPROVAL, ENROLMENT, REVIEW = 2, 5, 8
# Days from the approval of the results to the payment and to its confirmation.
PAYMENT, CONFIRMATION = 2, 4
NEVER = 10_000
SEED_ORIGIN = "演练种子：当日福利彩票号码"


@dataclass(frozen=True, slots=True)
class Scene:
    """A batch and how far it has come, in days from today (negative ones have passed).

    Attributes:
        trade: the trade examined.
        level: the level examined.
        applied: when the batch is handed in.
        exam: the day of the exam.
        people: who enrols and is accepted.
        scores: theory and practical score of each.
        scored: when the scores are entered and handed in.
        passed: when management approves the results.
        certified: when the centre issues the certificates.
        candidate_type: whom the batch examines.
        headcount: for how many people the plan has it.
        short: how many yuan less than is due the station pays.
    """

    trade: Trade
    level: int
    applied: int
    exam: int
    people: Sequence[PracticePerson] = ()
    scores: Sequence[Scores] = ()
    scored: int = NEVER
    passed: int = NEVER
    certified: int = NEVER
    candidate_type: CandidateType = CandidateType.STUDENT
    headcount: int = 30
    short: Decimal = Decimal(0)

    def line(self, today: date) -> Planned:
        """The line of the plan that the batch uses."""
        return Planned(self.trade, self.level, (today + timedelta(self.exam)).month, self.headcount)


def plans(desk: Desk, scenes: Sequence[Scene], spare: Sequence[Planned], *, today: date) -> Journey:
    """Plan what the scenes use, each year's with some lines to spare; long before the first of them."""
    yield today + timedelta(min(scene.applied for scene in scenes) - 30)
    years = {(today + timedelta(scene.exam)).year for scene in scenes} | {today.year}
    for year in sorted(years):
        lines = [scene.line(today) for scene in scenes if (today + timedelta(scene.exam)).year == year]
        approved_plan(desk, year, [*lines, *spare])


def free_item(desk: Desk, line: Planned, *, year: int) -> PlanItem:
    """Return the first approved plan item of the year for a line that no batch holds."""
    items = PlanItem.objects.approved().free().filter(plan__station=desk.station, plan__year=year)
    found = items.filter(trade=line.trade, level=line.level, month=line.month).order_by("pk").first()
    if found is None:
        raise PlanItem.DoesNotExist
    return found


def draft(desk: Desk, scene: Scene, *, today: date) -> Batch:
    """Fill the scene's batch application in."""
    exam_date = today + timedelta(scene.exam)
    item = free_item(desk, scene.line(today), year=exam_date.year)
    return drafted_batch(desk, [item], exam_date=exam_date, candidate_type=scene.candidate_type)


def batch_story(desk: Desk, centre: User, scene: Scene, *, today: date) -> Journey:
    """Play a batch from its application to its certificates, as far as its days have passed."""
    applied = today + timedelta(scene.applied)
    yield applied
    batch = submitted_batch(desk, draft(desk, scene, today=today))
    yield applied + timedelta(APPROVAL)
    batch = approved_batch(desk, endorsed(batch))
    yield applied + timedelta(ENROLMENT)
    enrolments = [handed_in(registered(person), batch.items.get()) for person in scene.people]
    yield applied + timedelta(REVIEW)
    for enrolment in enrolments:
        accepted_enrolment(enrolment, reviewer=desk.login)
    if not scene.scores:
        return
    yield last_enrolment_day(batch.exam_date) - timedelta(1)
    batch = submitted_roster(desk, batch)
    yield today + timedelta(scene.scored)
    recorded_scores(desk, batch, scene.scores)
    batch = submitted_results(desk, readied(desk, batch))
    yield today + timedelta(scene.passed)
    batch = approved_results(desk, batch)
    yield today + timedelta(scene.passed + PAYMENT)
    paid(desk, batch, short=scene.short)
    yield today + timedelta(scene.passed + CONFIRMATION)
    confirmed(desk, batch)
    yield today + timedelta(scene.certified)
    perform(batch, "certify", actor=centre)


def endorsed(batch: Batch) -> Batch:
    """Have a batch of the scheme skill_level endorsed by the province's branch; another needs nothing."""
    if batch.scheme != Scheme.SKILL_LEVEL:
        return batch
    return perform(batch, "endorse", actor=branch_login(), reason="同意，报管理站审批。")


def enrolling_story(desk: Desk, scene: Scene, *, today: date) -> Journey:
    """Play a batch that is open: five candidates, each at another step of the enrolment."""
    applied = today + timedelta(scene.applied)
    yield applied
    batch = submitted_batch(desk, draft(desk, scene, today=today))
    yield applied + timedelta(APPROVAL)
    item = approved_batch(desk, batch).items.get()
    yield applied + timedelta(ENROLMENT)
    drafting, submitted, stamped, returned, accepted = (registered(person) for person in scene.people)
    drafted_enrolment(drafting, item)
    submitted_enrolment(drafted_enrolment(submitted, item))
    handed_in(stamped, item)
    to_return, to_accept = handed_in(returned, item), handed_in(accepted, item)
    yield applied + timedelta(REVIEW)
    _reviewed(desk, to_return, to_accept)


def _reviewed(desk: Desk, to_return: Enrolment, to_accept: Enrolment) -> None:
    reason = "学生证：照片不清晰，看不清入学时间，请重新拍照上传。"
    perform(to_return, "return", actor=desk.login, reason=reason)
    accepted = accepted_enrolment(to_accept, reviewer=desk.login)
    request_correction(
        enrolment=accepted,
        fact=FIELDS["class_name"],
        value="数控 2202",
        reason="本学期调整了班级，报名时填的是原班级。",
        actor=accepted.candidate.user,
        at=clock.now(),
    )


def returned_story(desk: Desk, scene: Scene, *, today: date) -> Journey:
    """Play a batch application that management sends back."""
    applied = today + timedelta(scene.applied)
    yield applied
    batch = submitted_batch(desk, draft(desk, scene, today=today))
    yield applied + timedelta(APPROVAL)
    reason = composed(
        {
            "when_and_where": "考试地点请写明实操车间的楼号和房间号。",
            "panels": "考评组与上一批次相同，请至少更换一人或补充说明。",
        }
    )
    perform(batch, "return", actor=desk.management, reason=reason)


def waiting_story(desk: Desk, scene: Scene, *, today: date) -> Journey:
    """Play a batch application that waits for management."""
    yield today + timedelta(scene.applied)
    submitted_batch(desk, draft(desk, scene, today=today))


def date_change_story(desk: Desk, scene: Scene, *, later: int, today: date) -> Journey:
    """Play an approved batch whose station asks to hold the exam `later` days later."""
    applied = today + timedelta(scene.applied)
    yield applied
    batch = submitted_batch(desk, draft(desk, scene, today=today))
    yield applied + timedelta(APPROVAL)
    batch = approved_batch(desk, batch)
    yield today - timedelta(1)
    request_date_change(
        batch=batch,
        actor=desk.login,
        new_date=batch.exam_date + timedelta(later),
        reason="学校实习安排调整，原考试日期考场被占用。",
        at=clock.now(),
    )


def next_plan_story(desk: Desk, lines: Sequence[Planned], *, today: date) -> Journey:
    """Play a plan of the next year that waits for management."""
    yield today - timedelta(1)
    submitted_plan(desk, today.year + 1, lines)


def supervised_story(desk: Desk, scene: Scene, supervisor: Supervisor, *, today: date) -> Journey:
    """Play an approved batch of many people that is drawn for supervision, and a supervisor sent there."""
    applied = today + timedelta(scene.applied)
    yield applied
    batch = submitted_batch(desk, draft(desk, scene, today=today))
    yield applied + timedelta(APPROVAL)
    batch = approved_batch(desk, batch)
    yield today - timedelta(2)
    asked = DrawRequest(
        first_day=batch.exam_date, last_day=batch.exam_date, count=1, seed="20260715", seed_origin=SEED_ORIGIN
    )
    draw_batches(request=asked, actor=desk.management, at=clock.now())
    assign_supervisor(batch=batch, supervisor=supervisor, actor=desk.management, at=clock.now())


def draft_story(desk: Desk, scene: Scene, *, today: date) -> Journey:
    """Play a batch application that the station hasn't handed in."""
    yield today + timedelta(scene.applied)
    draft(desk, scene, today=today)
