"""Scenes of examiners: a training, a person who passed it and waits to be checked, a draft, a supervisor."""

from datetime import date, timedelta
from decimal import Decimal

from accounts.identity import DocumentType, check_digit
from accounts.models import User
from candidates.models import UploadKind
from examiners.models import (
    ApplicationSubject,
    EvidenceKind,
    ExaminerApplication,
    SoughtGrade,
    Supervisor,
    TitleRank,
    TrainingResult,
)
from examiners.services.drafting import save_form
from examiners.services.evidence import store_evidence
from examiners.services.starting import Start, start_application
from examiners.services.supervisors import register_supervisor
from examiners.services.training_entries import enter_people
from examiners.services.training_facts import TrainingFacts
from examiners.services.training_results import Outcome, record_results
from examiners.services.trainings import open_training
from examiners.supervisor_facts import SupervisorFacts
from ostami import clock
from portal.practice.days import Journey
from portal.practice.people import AREA
from portal.practice.pictures import practice_picture, practice_sheet
from portal.practice.station_desk import Desk
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from stations.services.files import SentFile
from workflow.lifecycle import perform

OPINION = "业务能力和职业道德符合条件，同意推荐。"


def training_story(desk: Desk, trade: Trade, *, today: date) -> Journey:
    """Play a training that one person of the station passed, whose application waits for management."""
    yield today - timedelta(40)
    training = open_training(facts=_course(today - timedelta(20)), actor=desk.management, at=clock.now())
    yield today - timedelta(30)
    person = _filled(desk, "贾新一", date(1988, 5, 6), 131, trade)
    (entry,) = enter_people(training=training, applications=[person], actor=desk.login, at=clock.now())
    yield today - timedelta(17)
    outcome = Outcome(entry_id=entry.pk, result=TrainingResult.PASSED, score=Decimal(88))
    record_results(training=training, outcomes=[outcome], actor=desk.management, at=clock.now())
    yield today - timedelta(6)
    perform(person, "submit", actor=desk.login, reason=OPINION)
    yield today - timedelta(5)
    _filled(desk, "贾新二", date(1990, 8, 9), 132, trade)
    open_training(facts=_course(today + timedelta(25)), actor=desk.management, at=clock.now())


def _course(starts_on: date) -> TrainingFacts:
    return TrainingFacts(
        title="机械行业考评员培训认证班（演练）",
        sought=SoughtGrade.EXAMINER,
        is_online=True,
        place="线上课堂（演练）",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(2),
        enrol_until=starts_on - timedelta(5),
        capacity=60,
    )


def _filled(desk: Desk, name: str, born: date, serial: int, trade: Trade) -> ExaminerApplication:
    """Fill an application in, with every file."""
    start = Start(subject=ApplicationSubject.APPOINTMENT, person_name=name, sought=SoughtGrade.EXAMINER)
    application = start_application(start=start, actor=desk.login, at=clock.now())
    head = f"{AREA}{born:%Y%m%d}{serial:03d}"
    answers = {
        "document_type": DocumentType.RESIDENT_ID,
        "document_number": head + check_digit(head),
        "education": "大学本科　机械设计制造及其自动化",
        "department": "数控技术系",
        "occupation": "教师　12 年",
        "title": "讲师",
        "address": "演练市实训路 1 号",
        "email": "examiner@example.invalid",
        "phone": "13900000000",
        "skill_level": Level.TWO,
        "title_rank": TitleRank.INTERMEDIATE,
        "department_opinion": OPINION,
        "department_head": "贾主任",
        "department_on": clock.today(),
        "trades": [trade],
    }
    application = save_form(application=application, actor=desk.login, answers=answers)
    for kind in EvidenceKind:
        picture = (
            practice_picture(UploadKind.PHOTO) if kind == EvidenceKind.PHOTO else practice_sheet(kind.label)
        )
        file = SentFile(f"{kind.label}.jpg", picture)
        store_evidence(application=application, kind=kind, file=file, actor=desk.login, at=clock.now())
    application.refresh_from_db()
    return application


def supervisor_of(login: User, management: User, *, today: date) -> Supervisor:
    """Enter the person of a supervisor's login into the roster of supervisors."""
    assert management.organisation is not None  # noqa: S101  management's login belongs to it
    facts = SupervisorFacts(
        person_name=login.person_name,
        employer=management.organisation.name,
        valid_from=today,
        valid_to=today + timedelta(days=3 * 365),
    )
    supervisor = register_supervisor(
        organisation=management.organisation, facts=facts, actor=management, today=today
    )
    supervisor.user = login
    supervisor.save(update_fields=["user"])
    return supervisor
