"""Examiner applications with all that they need, and what follows them."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from examiners.models import (
    ApplicationTrade,
    Evidence,
    EvidenceKind,
    ExaminerApplication,
    SoughtGrade,
    TitleRank,
)
from ostami import clock
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from stations.models import Station
from tests.factories import exam, people
from tests.factories.stations import small_pdf

BORN = date(1985, 3, 12)
ANSWERS: dict[str, Any] = {
    "education": "大学本科　机械设计制造",
    "department": "智能制造学院",
    "occupation": "教师　16 年",
    "title": "讲师",
    "address": "练习市示例路 1 号",
    "email": "zhou@example.com",
    "phone": "13900000002",
    "sought": SoughtGrade.EXAMINER,
    "skill_level": Level.THREE,
    "title_rank": TitleRank.INTERMEDIATE,
    "department_opinion": "同意推荐。",
    "department_head": "韩主任",
    "department_on": date(2026, 3, 1),
}


def draft_application(user: User, name: str = "周明远", **facts: Any) -> ExaminerApplication:
    """Make a draft of the user's organisation that holds a name and nothing else."""
    assert user.organisation
    return ExaminerApplication.objects.create(
        organisation=user.organisation, person_name=name, **{"started_at": clock.now(), **facts}
    )


def complete_application(
    user: User, name: str = "周明远", *, trades: list[Trade] | None = None, number: str = "", **facts: Any
) -> ExaminerApplication:
    """Make a draft that lacks nothing: 数控车工 (granted to a station on the spot), all evidence.

    Args:
        user: who puts the person up: a station's or a school's login.
        name: the person.
        trades: the trades; a manager has none.
        number: the document number; one made on the spot where absent.
        facts: other values of the application.
    """
    assert user.organisation
    application = ExaminerApplication(
        organisation=user.organisation,
        person_name=name,
        **{"started_at": clock.now(), "sex": "male", "birth_date": BORN, **ANSWERS, **facts},
    )
    application.document_number = number or people.document_number(born=BORN)
    application.save()
    manager = application.sought == SoughtGrade.MANAGER
    chosen = ([] if manager else [granted_trade(user)]) if trades is None else trades
    add_trades(application, *chosen)
    for kind in EvidenceKind:
        add_evidence(application, kind)
    application.refresh_from_db()
    return application


def granted_trade(user: User) -> Trade:
    """Return 数控车工, granted to the user's station if it is one."""
    trade = exam.trade()
    station = Station.objects.filter(organisation=user.organisation_id).first()
    if station and not station.grants.filter(trade=trade).exists():
        exam.scope(station, trade, "54321")
    return trade


def add_trades(application: ExaminerApplication, *trades: Trade) -> None:
    """Ask for trades, in order."""
    for place, trade in enumerate(trades, start=1):
        ApplicationTrade.objects.create(application=application, trade=trade, place=place)


def add_evidence(application: ExaminerApplication, kind: EvidenceKind) -> Evidence:
    """Add a file of one kind: the photo is a picture, all others are PDF files."""
    photo = kind == EvidenceKind.PHOTO
    evidence = Evidence(
        application=application,
        kind=kind,
        name="照片.jpg" if photo else f"{kind.label}.pdf",
        content_type="image/jpeg" if photo else "application/pdf",
        uploaded_at=clock.now(),
    )
    content = exam.picture() if photo else small_pdf()
    evidence.file.save(f"{kind}{'.jpg' if photo else '.pdf'}", ContentFile(content), save=False)
    evidence.save()
    return evidence
