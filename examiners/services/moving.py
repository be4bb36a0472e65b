"""Moving an examiner from one station to another."""

from collections.abc import Iterator
from datetime import datetime
from operator import attrgetter

from django.db import transaction

from accounts.models import User
from accounts.names import clean_person_name, fold
from examiners.models import Examiner, Transfer, TransferStatus
from examiners.rules.transferring import unfit
from examiners.services.roster import locked_examiner
from ostami import clock
from ostami.problems import BlockedError, Problem, refuse_if
from stations.models import Station
from workflow import audit
from workflow.lifecycle import Step

# One sentence for a wrong number, a wrong name and both: it tells nobody who is registered where.
NOT_FOUND = Problem(
    "没有证号和姓名都相符的考评员",
    remedy="请核对考评员证上的证号和姓名，两项都须与证件一致",
    field="certificate_number",
)
IN_HAND = (TransferStatus.REQUESTED, TransferStatus.RELEASED)


@transaction.atomic
def request_transfer(
    *, station: Station, certificate_number: str, person_name: str, reason: str, actor: User, at: datetime
) -> Transfer:
    """Ask for an examiner of another station, known by certificate number and name; audited.

    Raises:
        BlockedError: no examiner has both, the examiner is the station's own or is being moved, or isn't fit
            to move there.
    """
    examiner = _named(certificate_number, person_name)
    refuse_if(_not_to_be_asked_for(examiner, station))
    refuse_if(unfit(examiner, station, on=clock.day_of(at)))
    transfer = Transfer.objects.create(
        examiner=examiner,
        from_station=examiner.station,
        to_station=station,
        reason=reason,
        requested_at=at,
    )
    changes = {"考评员": ("", examiner.person_name), "原考试站": ("", examiner.station)}
    audit.record(
        transfer,
        action="request",
        sentence="申请调入考评员",
        actor=actor,
        at=at,
        reason=reason,
        changes=changes,
    )
    return transfer


def _named(certificate_number: str, person_name: str) -> Examiner:
    number = fold(certificate_number).upper()
    found = Examiner.objects.filter(certificate_number=number).first()
    if found is None or found.person_name != clean_person_name(person_name):
        raise BlockedError([NOT_FOUND])
    return locked_examiner(found)


def _not_to_be_asked_for(examiner: Examiner, station: Station) -> Iterator[Problem]:
    if examiner.station_id == station.pk:
        yield Problem(f"{examiner}已是本站考评员", remedy="不需要办理调动")
    elif examiner.transfers.filter(status__in=IN_HAND).exists():
        yield Problem(f"{examiner}已有一份调动正在办理", remedy="请等该调动办结")


def move_examiner(step: Step[Transfer]) -> None:
    """Put the examiner, with the own login, into the new station; both stations' histories tell it.

    Batches that were approved before keep their panel.

    Raises:
        BlockedError: the examiner was ended or suspended since the guards looked.
    """
    transfer, examiner = step.case, locked_examiner(step.case.examiner)
    old, new = transfer.from_station, transfer.to_station
    refuse_if(unfit(examiner, new, on=step.day))
    examiner.station = new
    examiner.save(update_fields=["station"])
    if examiner.user is not None:
        examiner.user.organisation = new.organisation
        examiner.user.save(update_fields=["organisation"])
    # Each chain is locked as it is written: two moves the opposite way take them in one order.
    for station in sorted((old, new), key=attrgetter("code")):
        (_told_to_old if station == old else _told_to_new)(step, examiner)


def _told_to_old(step: Step[Transfer], examiner: Examiner) -> None:
    named = f"{examiner}（证号 {examiner.certificate_number}）"
    audit.record(
        step.case.from_station,
        action="transfer_out",
        sentence=f"考评员{named}调入“{step.case.to_station}”",
        actor=step.actor,
        at=step.at,
    )


def _told_to_new(step: Step[Transfer], examiner: Examiner) -> None:
    audit.record(
        examiner,
        action="transfer",
        sentence="调动到新考试站",
        actor=step.actor,
        at=step.at,
        changes={"考试站": (step.case.from_station, step.case.to_station)},
    )
