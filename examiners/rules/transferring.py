"""What stands in the way of a transfer (guide 4.5.1-4: examiners sit at their own station)."""

from collections.abc import Iterator
from datetime import date

from accounts.models import User
from examiners.models import Examiner, ExaminerApplicationStatus, ExaminerState, Transfer
from ostami.problems import Problem
from stations.guards import idle
from stations.models import ScopeGrant, Station
from workflow.lifecycle import Step

OPEN_APPLICATIONS = (ExaminerApplicationStatus.SUBMITTED, ExaminerApplicationStatus.CHECKED)


def by_the_old_station(step: Step[Transfer]) -> Iterator[Problem]:
    """The station that the examiner leaves consents."""
    yield from _by(step.case.from_station, step.actor)


def by_the_new_station(step: Step[Transfer]) -> Iterator[Problem]:
    """The station that asked takes its request back."""
    yield from _by(step.case.to_station, step.actor)


def _by(station: Station, actor: User) -> Iterator[Problem]:
    if actor.organisation_id != station.organisation_id:
        yield Problem(f"此事由“{station}”办理", remedy="请等对方办理")


def movable(step: Step[Transfer]) -> Iterator[Problem]:
    """The examiner is still there, valid, with trades that the new station has, and with nothing in hand."""
    transfer = step.case
    yield from unfit(transfer.examiner, transfer.to_station, on=step.day)
    if transfer.examiner.station_id != transfer.from_station_id:
        yield Problem(f"考评员{transfer.examiner}已不在原考试站", remedy="请不予批准，由新考试站重新申请")


def unfit(examiner: Examiner, station: Station, *, on: date) -> Iterator[Problem]:
    """Yield why an examiner can't move to `station` on the day `on`."""
    yield from idle(station, on=on)
    state = examiner.state_on(on)
    if state is not ExaminerState.VALID:
        yield Problem(
            f"考评员{examiner}的资格{state.label}（{examiner.validity}）",
            remedy="资格有效的考评员才能调动，请先办理续期或恢复",
        )
    yield from _out_of_scope(examiner, station)
    if examiner.applications.filter(status__in=OPEN_APPLICATIONS).exists():
        yield Problem(f"考评员{examiner}有一份申报正在办理", remedy="请等该申报办结或撤回后再调动")


def _out_of_scope(examiner: Examiner, station: Station) -> Iterator[Problem]:
    granted = set(ScopeGrant.objects.live().filter(station=station).values_list("trade_id", flat=True))
    for place in examiner.trade_places.select_related("trade__occupation"):
        if place.trade_id not in granted:
            yield Problem(
                f"“{place.trade.code_and_name}”不在新考试站获批的评价范围内",
                "4.7-6",
                "请先由新考试站办理增项，或由原考试站为其减少工种",
            )


def is_own_button(transfer: Transfer, name: str, actor: User) -> bool:
    """Tell whether a transition's button is `actor`'s: each station is shown its own."""
    if name == "withdraw":
        return actor.organisation_id == transfer.to_station.organisation_id
    if name in {"release", "refuse"}:
        return actor.organisation_id == transfer.from_station.organisation_id
    return True
