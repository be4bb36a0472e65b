"""Practice batches around their exam day: seated, and held with reports under way."""

from dataclasses import replace
from datetime import date, time, timedelta

from accounts.models import User
from batches.models import Batch, BatchItem
from examiners.models import Supervisor
from exams.attending.entries import AttendanceEntry
from exams.attending.recording import record_attendance
from exams.evaluation.panel import others
from exams.evaluation.positions import take_position
from exams.evaluation.writing import begin_report, change_report
from exams.models import AttendanceState, Conclusion, EvidenceKind, Room, Stance
from exams.proof.keeping import add_files
from exams.proof.rules import Declaration
from exams.scoring.confirming import digest_of
from exams.seating.arranging import Mode
from exams.selectors import by_item, examined
from exams.services import assign_supervisor
from exams.services.rooms import RoomFacts, save_room
from exams.services.score_confirming import confirm_scores
from exams.services.seating import publish_arrangement, seat_everybody
from exams.services.sessions import SessionFacts, save_session
from exams.supervising import checklist, drafting
from ostami import clock
from ostami.policy import last_enrolment_day
from portal.practice.days import Journey
from portal.practice.exam_desk import NO_CAMERA, REPORT, checker_of, login_of
from portal.practice.pictures import practice_sheet
from portal.practice.scenes import Scene, batch_story
from portal.practice.station_desk import Desk, recorded_scores, submitted_roster
from question_bank.paper_kinds import PaperKind
from stations.services.files import SentFile
from workflow.lifecycle import perform

# Days from the exam: the supervisor is sent, the seats are published, the rectification is asked for.
SENT, PUBLISHED, ASKED = -8, -3, 2
ROOMS = (
    RoomFacts(name="第一考场", kind=PaperKind.THEORY, capacity=30, columns=6, place="实训楼 101"),
    RoomFacts(name="数控实训车间", kind=PaperKind.PRACTICAL, capacity=12, columns=4, place="实训车间"),
)
HOURS = {PaperKind.THEORY: (time(9), 90), PaperKind.PRACTICAL: (time(13, 30), 180)}
FOUND = "实训车间 3 号工位防护罩松动，已当场停用该工位。"
OPPOSED = "2 号考生的尺寸 φ30 评分与评分标准不符，建议复核。"


def seated_story(desk: Desk, scene: Scene, *, today: date) -> Journey:
    """Seat a batch whose roster is in, and tell its candidates."""
    yield today + timedelta(scene.exam) + timedelta(2 * PUBLISHED)
    seated(desk, batch_of(desk, scene, today=today))


def reporting_story(
    desk: Desk, centre: User, scene: Scene, supervisor: Supervisor, *, today: date
) -> Journey:
    """Play a batch up to the days after its exam: an examiner opposes, and something is to be put right.

    `scene.scores` are entered on the exam day; nobody has handed the results in.
    """
    exam_day = today + timedelta(scene.exam)
    yield from batch_story(desk, centre, replace(scene, scores=()), today=today)
    yield last_enrolment_day(exam_day) - timedelta(1)
    batch = submitted_roster(desk, batch_of(desk, scene, today=today))
    yield exam_day + timedelta(SENT)
    sent = assign_supervisor(
        batch=batch, supervisor=supervisor, actor=desk.management, at=clock.now(), reason="首次在新车间考试。"
    )
    yield exam_day + timedelta(PUBLISHED)
    seated(desk, batch)
    yield exam_day
    _held(desk, batch, scene)
    yield exam_day + timedelta(1)
    report = drafting.begin_report(assignment=sent, actor=_own(supervisor))
    told = {
        "findings": FOUND,
        "advice": "",
        "conclusion": Conclusion.RECTIFY,
        "rectify_by": today + timedelta(6),
    }
    report = drafting.save_report(report=report, actor=_own(supervisor), checks=_all_yes(), written=told)
    report = perform(report, "report", actor=_own(supervisor))
    yield exam_day + timedelta(ASKED)
    last = today + timedelta(6)
    perform(
        report, "ask_rectification", actor=desk.management, reason="请逐台检查防护罩并拍照。", rectify_by=last
    )


def batch_of(desk: Desk, scene: Scene, *, today: date) -> Batch:
    """Return the batch that a scene has made by its exam day and trade."""
    exam_day = today + timedelta(scene.exam)
    found: Batch = desk.station.batches.get(exam_date=exam_day, items__plan_item__trade=scene.trade)
    return found


def seated(desk: Desk, batch: Batch) -> None:
    """Give a batch a session for each paper, seat everybody, and publish it."""
    actor, at = desk.login, clock.now()
    for room in ROOMS:
        held = Room.objects.in_use().filter(station=desk.station, name=room.name).first()
        held = held or save_room(station=desk.station, facts=room, actor=actor, at=at)
        starts, minutes = HOURS[PaperKind(room.kind)]
        session = SessionFacts(kind=room.kind, starts=starts, minutes=minutes, rooms={held: "贾监考、贾巡考"})
        save_session(batch=batch, facts=session, actor=actor, at=at)
        seat_everybody(batch=batch, kind=room.kind, mode=Mode.ROSTER, actor=actor, at=at)
    publish_arrangement(batch=batch, actor=actor, at=at)


def _held(desk: Desk, batch: Batch, scene: Scene) -> None:
    """Everybody comes; scores, a second look, a report that one examiner opposes, one photograph."""
    for kind in PaperKind:
        present = [AttendanceEntry(one.pk, AttendanceState.PRESENT) for one in examined(batch)]
        record_attendance(batch=batch, kind=kind, entries=present, actor=desk.login, at=clock.now())
    recorded_scores(desk, batch, scene.scores)
    for item, people in by_item(examined(batch)):
        confirm_scores(item=item, seen=digest_of(people), actor=checker_of(desk), at=clock.now())
        _opposed(item)
        _photographed(desk, item)


def _opposed(item: BatchItem) -> None:
    leader = login_of(item.leader)
    report = begin_report(item=item, actor=leader, at=clock.now())
    report = change_report(report=report, facts=REPORT, actor=leader, at=clock.now())
    report = perform(report, "issue", actor=leader)
    *_, last = others(item)
    take_position(report=report, stance=Stance.OPPOSE, text=OPPOSED, actor=login_of(last), at=clock.now())


def _photographed(desk: Desk, item: BatchItem) -> None:
    kind = EvidenceKind.THEORY_ROOM
    picture = SentFile(f"{kind.label}.jpg", practice_sheet(f"{item} {kind.label}", number=9))
    declared = Declaration(taken_on=item.batch.exam_date, why=NO_CAMERA)
    add_files(item=item, kind=kind, files=[picture], actor=desk.login, at=clock.now(), declared=declared)


def _own(supervisor: Supervisor) -> User:
    assert supervisor.user is not None  # noqa: S101  practice supervisors log in
    return supervisor.user


def _all_yes() -> dict[str, dict[str, str]]:
    return {one.key: {"answer": "yes", "remark": ""} for one in checklist.QUESTIONS}
