"""Approval of an examiner application: the appointment, the higher grade, or the other trades."""

from collections.abc import Callable, Iterator
from typing import Any

from examiners.applicants import station_of
from examiners.models import (
    ApplicationSubject,
    Examiner,
    ExaminerApplication,
    ExaminerApplicationStatus,
    Grade,
    Manager,
    SoughtGrade,
)
from examiners.services.changes import mask_phone
from examiners.services.roster import enter_examiner, locked_examiner, replace_trades
from examiners.services.terms import examiner_number, manager_number, new_term
from ostami.problems import BlockedError, Problem, refuse_if
from scope_catalog.models import Trade
from stations.models import Station, StationStatus
from workflow import audit
from workflow.lifecycle import Step
from workflow.numbering import locked_series

APPOINTMENTS = "examiner-appointments"
CLOSED = Problem("该考试站已关闭，不能再登记人员", remedy="请不予批准，并说明理由")
ENDED = Problem("该考评员的资格已终止", remedy="请不予批准；需要重新任职的，另行首次申报")


def appoint(step: Step[ExaminerApplication]) -> None:
    """Write what was applied for into the roster, in the approval's transaction; audited there.

    Raises:
        BlockedError: the station is closed, or the person was appointed or dismissed meanwhile.
    """
    ways: dict[str, Callable[[Step[ExaminerApplication]], None]] = {
        ApplicationSubject.PROMOTION: _promote,
        ApplicationSubject.TRADES: _change_trades,
    }
    manager = step.case.sought == SoughtGrade.MANAGER
    ways.get(step.case.subject, _enter_manager if manager else _enter_examiner)(step)


def _enter_examiner(step: Step[ExaminerApplication]) -> None:
    application, station = step.case, _station(step.case)
    # Two stations may put up one person: their approvals wait for each other here.
    locked_series(APPOINTMENTS)
    refuse_if(_appointed_meanwhile(step))
    valid_from, valid_to = new_term(step.day)
    application.examiner = enter_examiner(
        Examiner(
            station=station,
            person_name=application.person_name,
            grade=Grade(application.sought),
            certificate_number=examiner_number(on=step.day),
            phone=application.phone,
            email=application.email,
            taught_classes=application.taught_classes,
            valid_from=valid_from,
            valid_to=valid_to,
            appointed_on=application.examiner_since or step.day,
        ),
        trades=_trades(application),
    )
    _tell(step, application.examiner, "appoint", "经批准登记为考评员", _told(application.examiner))


def _enter_manager(step: Step[ExaminerApplication]) -> None:
    station = _station(step.case)
    refuse_if(_manages_already(step, station))
    valid_from, valid_to = new_term(step.day)
    manager = Manager.objects.create(
        station=station,
        person_name=step.case.person_name,
        certificate_number=manager_number(on=step.day),
        phone=step.case.phone,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    _tell(step, manager, "appoint", "经批准登记为管理人员", _told(manager))


def _promote(step: Step[ExaminerApplication]) -> None:
    """Raise the grade; number and validity stay, and trades change if others were applied for."""
    examiner = _held(step)
    changes = {"类别": (examiner.get_grade_display(), Grade.SENIOR.label)}
    if examiner.appointed_on is None:
        examiner.appointed_on = step.case.examiner_since or examiner.valid_from
    examiner.grade = Grade.SENIOR
    examiner.save()
    if trades := _trades(step.case):
        changes |= replace_trades(examiner, trades)
    _tell(step, examiner, "promote", "经批准晋升为高级考评员", changes)


def _change_trades(step: Step[ExaminerApplication]) -> None:
    examiner = _held(step)
    _tell(step, examiner, "change_trades", "经批准增减工种", replace_trades(examiner, _trades(step.case)))


def _held(step: Step[ExaminerApplication]) -> Examiner:
    """Return the examiner whom the application names, locked and still of the station that applied."""
    if step.case.examiner is None:
        raise BlockedError([ENDED])
    examiner = locked_examiner(step.case.examiner)
    if examiner.ended_on is not None and examiner.ended_on <= step.day:
        raise BlockedError([ENDED])
    if examiner.station_id != _station(step.case).pk:
        moved = Problem(f"{examiner}已调往其他考试站", "4.5.1-4", "请不予批准，由现考试站申报")
        raise BlockedError([moved])
    return examiner


def _station(application: ExaminerApplication) -> Station:
    """Return the station of whoever puts the person up, locked: appointments there wait for each other."""
    found = station_of(application.organisation)
    if found is None:
        raise BlockedError([Problem(f"{application.organisation}还没有获批建立考试站", "2.4")])
    station: Station = Station.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if station.status == StationStatus.CLOSED:
        raise BlockedError([CLOSED])
    return station


def _appointed_meanwhile(step: Step[ExaminerApplication]) -> Iterator[Problem]:
    """A person is registered once: another application may have been approved since this one came in."""
    same = ExaminerApplication.objects.filter(document_index=step.case.document_index)
    approved = same.exclude(document_index="").filter(status=ExaminerApplicationStatus.APPROVED)
    for held in Examiner.objects.filter(pk__in=approved.values("examiner")).going_on(step.day):
        if held.valid_to >= step.day:
            yield Problem(
                f"{held}已是在册的考评员（{held.certificate_number}）",
                "4.5.1-4",
                "请不予批准；需要晋升、增减工种或调动的，另行申报",
            )


def _manages_already(step: Step[ExaminerApplication], station: Station) -> Iterator[Problem]:
    same = station.managers.filter(person_name=step.case.person_name, phone=step.case.phone)
    if any(held.is_valid_on(step.day) for held in same):
        yield Problem(f"{step.case.person_name}已是该站在册的管理人员", remedy="请不予批准；到期前可办理续期")


def _trades(application: ExaminerApplication) -> tuple[Trade, ...]:
    return tuple(place.trade for place in application.trade_places.select_related("trade__occupation"))


def _told(appointed: Examiner | Manager) -> dict[str, tuple[Any, Any]]:
    return {
        "证书编号": (None, appointed.certificate_number),
        "有效期": (None, f"{appointed.valid_from} 至 {appointed.valid_to}"),
        "联系电话": (None, mask_phone(appointed.phone)),
    }


def _tell(
    step: Step[ExaminerApplication], to: audit.Audited, action: str, sentence: str, changes: audit.Changes
) -> None:
    audit.record(to, action=action, sentence=sentence, actor=step.actor, at=step.at, changes=changes)
