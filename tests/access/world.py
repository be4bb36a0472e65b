"""One world in which every address exists: a station's work at every stop, beside people of every role."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import time_machine
from django.core.files.base import ContentFile

from accounts.models import Organisation, OrganisationKind, OutgoingMail, User
from accounts.rights import Role
from batches.models import AnnualPlan, Batch, BatchItem, DateChange
from batches.services.date_changes import request_date_change
from candidates.correcting.facts import FIELDS
from candidates.models import (
    Activation,
    BirthYearWindow,
    Candidate,
    Correction,
    EligibilityClause,
    Enrolment,
    StampedScan,
    Upload,
)
from candidates.services.corrections import request_correction
from examiners.models import (
    Examiner,
    ExaminerApplication,
    Manager,
    Supervisor,
    Training,
    TrainingEntry,
    Transfer,
)
from exams.models import SupervisionAssignment, SupervisionDraw
from exams.services import DrawRequest, assign_supervisor, draw_batches
from jobs.models import Job, JobState
from ostami import clock
from ostami.clock import SHANGHAI
from question_bank.kinds import QuestionKind
from question_bank.models import (
    Blueprint,
    ItemStatus,
    Paper,
    PaperUse,
    PracticalTask,
    Question,
    QuestionPicture,
    SelfTest,
)
from question_bank.services.papers import compose_paper
from scope_catalog.choices import Scheme
from scope_catalog.models import Trade
from stations.models import (
    AnnualReview,
    ApplicationKind,
    Position,
    ScopeGrant,
    StaffMember,
    Station,
    StationApplication,
)
from tests.access import certificates_world
from tests.access.certificates_world import Certificates
from tests.access.exam_day import ExamDay
from tests.access.exam_day import build as exam_day
from tests.factories import (
    blueprints,
    classes,
    exam,
    examiners,
    papers,
    people,
    questions,
    self_tests,
    stations,
    tasks,
    trainings,
)
from workflow.lifecycle import perform
from workflow.models import SpecialDay

# A day on which the open batch takes enrolments and the certified one lies behind.
TODAY = datetime(2026, 7, 15, 12, tzinfo=SHANGHAI)
FIRST_EXAM = date(2026, 7, 10)
SUPERVISED_EXAM = date(2026, 9, 15)


@dataclass(frozen=True)
class World:
    """The rows of the first station, and every actor."""

    station: Station
    trade: Trade
    grant: ScopeGrant
    examiner: Examiner
    draft_plan: AnnualPlan
    draft_batch: Batch
    open_batch: Batch
    certified_batch: Batch
    enrolment: Enrolment
    handed_in: Enrolment
    correction: Correction
    entry_of_class: Activation
    scan: StampedScan
    upload: Upload
    certificates: Certificates
    job: Job
    mail: OutgoingMail
    date_change: DateChange
    draw: SupervisionDraw
    assignment: SupervisionAssignment
    exam_day: ExamDay
    special_day: SpecialDay
    question: Question
    picture: QuestionPicture
    task: PracticalTask
    blueprint: Blueprint
    self_test: SelfTest
    paper: Paper
    paper_use: PaperUse
    clause: EligibilityClause
    birth_years: BirthYearWindow
    draft_application: StationApplication
    application: StationApplication
    review: AnnualReview
    staff_member: StaffMember
    examiner_application: ExaminerApplication
    training: Training
    entry: TrainingEntry
    transfer: Transfer
    manager: Manager
    supervisor: Supervisor
    actors: dict[str, User | None]


def build(station: Station, other_station: Station, staff: dict[str, User]) -> World:
    """Make the world; `staff` holds the users of management, branch and centre."""
    for user in staff.values():
        _make_main(user)
    management = staff["management"]
    login = station.organisation.users.get()
    turning = exam.trade()
    grant = exam.scope(station, turning)
    skill = exam.skill_level_trade()
    exam.scope(station, skill)
    items: list[dict[str, object]] = [{"trade": turning} for _ in range(4)]
    items[3]["headcount"] = 80
    items.append({"trade": skill})
    plan = exam.approved_plan(station, management, *items)
    first, second, third, many, of_branch = plan.items.all()
    draft_plan = AnnualPlan.objects.create(station=station, year=2027)
    exam.plan_item(draft_plan, trade=turning)

    holder = people.candidate("李雷")
    passed = exam.approved_batch(station, management, first, exam_date=FIRST_EXAM)
    certified = certificates_world.certified(passed, holder, staff)
    national = exam.draft_batch(
        station, of_branch, exam_date=certificates_world.NATIONAL_EXAM, scheme=Scheme.SKILL_LEVEL
    )
    open_batch = exam.approved_batch(station, management, second)
    enrolment = exam.draft_enrolment(open_batch.items.get(), holder)
    supervised = exam.approved_batch(station, management, many, exam_date=SUPERVISED_EXAM)
    job = Job.objects.create(
        kind="none", label="导出", owner=login, state=JobState.FINISHED, result_name="a.txt"
    )
    job.result.save("a.txt", ContentFile(b"a"))
    actors = _actors(station, other_station, staff, holder, management.organisation)
    school = actors["applicant"]
    assert school is not None
    sitting = Examiner.objects.filter(station=station).earliest("pk")
    sitting.user = actors["examiner"]
    sitting.save()
    return World(
        station=station,
        trade=turning,
        grant=grant,
        examiner=sitting,
        draft_plan=draft_plan,
        draft_batch=exam.draft_batch(station, third),
        open_batch=open_batch,
        certified_batch=certified,
        enrolment=enrolment,
        upload=enrolment.uploads.earliest("pk"),
        certificates=certificates_world.build(certified, national, staff),
        job=job,
        mail=_unsent_mail(),
        draft_application=stations.complete_application(school, trades=[turning]),
        application=_submitted_application(login),
        review=_submitted_review(station, login),
        staff_member=StaffMember.objects.create(
            station=station, position=Position.MANAGER, name="王专管", since=date(2026, 1, 1)
        ),
        **(work := _examiners_work(station, other_station, login, management, actors["supervisor"])),
        **(sent := _supervision(supervised, work["supervisor"], management)),
        exam_day=exam_day(certified, sent["assignment"], login),
        date_change=request_date_change(
            batch=open_batch, actor=login, new_date=date(2026, 9, 8), reason="考场检修", at=TODAY
        ),
        special_day=SpecialDay.objects.create(day=date(2026, 10, 1), works=False, name="国庆节"),
        **_handed_in(supervised, holder, login),
        **_bank(login, turning, holder),
        **_paper(login, turning, open_batch.items.get()),
        clause=EligibilityClause.objects.earliest("pk"),
        birth_years=BirthYearWindow.objects.earliest("pk"),
        actors=actors,
    )


def _unsent_mail() -> OutgoingMail:
    """A mail that no mail server took."""
    mail = OutgoingMail(address="wang@example.invalid", subject="办理通知", queued_at=clock.now())
    mail.text = "请登录平台查看。"
    mail.save()
    return mail


def _make_main(user: User) -> None:
    """Name a login as its office, whose people's logins it keeps then."""
    assert user.organisation
    user.username = user.organisation.name
    user.save(update_fields=["username"])


def _handed_in(batch: Batch, holder: Candidate, login: User) -> dict[str, Any]:
    """An enrolment that waits for its stamp, and a correction of it; a class entry; a page of a scan."""
    row = perform(exam.draft_enrolment(batch.items.get(), holder), "submit", actor=holder.user, at=TODAY)
    correction = request_correction(
        enrolment=row,
        fact=FIELDS["subject"],
        value="机电技术应用",
        reason="填错",
        actor=holder.user,
        at=TODAY,
    )
    (entry,) = classes.entered(batch, classes.pupil("孙小满"), at=TODAY)
    scan = StampedScan(
        batch=batch, source="一班.pdf", sent_by=login, sent_at=TODAY, content_type="image/jpeg"
    )
    scan.file.save("page.jpg", ContentFile(exam.picture()), save=False)
    scan.save()
    return {"handed_in": row, "correction": correction, "entry_of_class": entry, "scan": scan}


def _bank(login: User, trade: Trade, holder: Candidate) -> dict[str, Any]:
    """A question that waits for its checker, with a picture; a task, a blueprint, a self-test that runs."""
    owner = login.organisation
    assert owner is not None
    question = questions.question(owner, trade, written_by=login, status=ItemStatus.SUBMITTED)
    picture = QuestionPicture(question=question, content_type="image/jpeg")
    picture.file.save("picture.jpg", ContentFile(exam.picture()), save=False)
    picture.save()
    self_tests.practice(owner, trade, 3)
    return {
        "question": question,
        "picture": picture,
        "task": tasks.task(login, trade),
        "blueprint": blueprints.blueprint(login, trade),
        "self_test": self_tests.started(holder.user, trade, TODAY, number=10),
    }


def _paper(login: User, trade: Trade, item: BatchItem) -> dict[str, Any]:
    """A paper that waits for its checker, and the batch that is to use it."""
    owner = login.organisation
    assert owner is not None
    papers.bank(owner, trade, counts={QuestionKind.TRUE_FALSE: 2})
    plan = papers.blueprint(login, trade, counts={QuestionKind.TRUE_FALSE: 2}, name="矩阵用")
    composed = compose_paper(blueprint=plan, actor=login, at=TODAY)
    use = PaperUse.objects.create(item=item, kind=composed.kind, paper=composed, used_by=login, used_at=TODAY)
    return {"paper": perform(composed, "submit", actor=login, at=TODAY), "paper_use": use}


def _supervision(batch: Batch, supervisor: Supervisor, management: User) -> dict[str, Any]:
    """A batch of many people that was drawn, and the supervisor sent there."""
    asked = DrawRequest(first_day=batch.exam_date, last_day=batch.exam_date, count=1)
    draw = draw_batches(request=asked, actor=management, at=TODAY)
    assignment = assign_supervisor(batch=batch, supervisor=supervisor, actor=management, at=TODAY)
    return {"draw": draw, "assignment": assignment}


def _examiners_work(
    station: Station, other_station: Station, login: User, management: User, supervisor: User | None
) -> dict[str, Any]:
    """A person put up and entered for a training, one whom the other station asks for, officers."""
    with time_machine.travel(trainings.ANNOUNCED, tick=False):
        application = examiners.complete_application(login)
        course = trainings.training(
            management, enrol_until=date(2026, 7, 20), starts_on=date(2026, 7, 25), ends_on=date(2026, 7, 26)
        )
    (entry,) = trainings.entered(course, application, user=login)
    term = {"valid_from": date(2026, 1, 1), "valid_to": date(2028, 12, 31)}
    assert management.organisation
    return {
        "examiner_application": perform(application, "submit", actor=login, reason="同意。"),
        "training": course,
        "entry": entry,
        "transfer": Transfer.objects.create(
            examiner=exam.examiner(station, "调动人", exam.trade()),
            from_station=station,
            to_station=other_station,
            reason="工作需要",
            requested_at=TODAY,
        ),
        "manager": Manager.objects.create(
            station=station, person_name="管理甲", certificate_number="GL1", **term
        ),
        "supervisor": Supervisor.objects.create(
            organisation=management.organisation,
            user=supervisor,
            person_name="督导甲",
            certificate_number="DD1",
            employer="练习管理站",
            **term,
        ),
    }


def _submitted_application(login: User) -> StationApplication:
    """A renewal that waits for management."""
    renewal = stations.complete_application(login, kind=ApplicationKind.RENEWAL, trades=[])
    return perform(renewal, "submit", actor=login, reason="同意。")


def _submitted_review(station: Station, login: User) -> AnnualReview:
    """Last year's review, that waits for its grade."""
    areas = {"office_area": 1, "theory_area": 1, "practical_area": 1}
    review = AnnualReview.objects.create(station=station, year=2025, self_assessment="已完成。", **areas)
    return perform(review, "submit", actor=login)


def _actors(
    station: Station,
    other_station: Station,
    staff: dict[str, User],
    holder: Candidate,
    above: Organisation | None,
) -> dict[str, User | None]:
    school = people.organisation(OrganisationKind.APPLICANT, "练习申报学校", "AP001", parent=above)
    other_school = people.organisation(OrganisationKind.APPLICANT, "另一申报学校", "AP002", parent=above)
    elsewhere = people.organisation(OrganisationKind.BRANCH, "练习江西分支机构", "BR36", province="江西省")
    home = station.organisation
    return {
        "visitor": None,
        "applicant": people.user("申报人", Role.APPLICANT, school),
        "other_applicant": people.user("另一申报人", Role.APPLICANT, other_school),
        "station": home.users.get(),
        "other_station": other_station.organisation.users.get(),
        **staff,
        "other_branch": people.user(elsewhere.name, Role.BRANCH, elsewhere),
        "examiner": people.user("考评员周", Role.EXAMINER, home),
        "supervisor": people.user("督导员吴", Role.SUPERVISOR, above),
        "candidate": holder.user,
        "other_candidate": people.candidate("韩梅梅").user,
    }
