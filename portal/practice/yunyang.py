"""The station in Yunyang: batches that are decided on, and certificates that were changed."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from batches.models import CandidateType
from certificates.models import ChangeKind
from examiners.models import Supervisor
from portal.practice.change_desk import Asked, change_story
from portal.practice.days import Journey
from portal.practice.exam_scenes import batch_of
from portal.practice.offices import ELECTRICIAN, FITTER, centre_login
from portal.practice.people import PracticePerson, take
from portal.practice.scenes import (
    Scene,
    batch_story,
    next_plan_story,
    plans,
    returned_story,
    supervised_story,
    waiting_story,
)
from portal.practice.settlement_desk import questioned
from portal.practice.station_desk import Desk, Planned
from scope_catalog.selectors import trade_by_code

RIGHT_NAME = "贾玫瑰"
WRONG_NAME = "报名时姓名录入有误，以持证人身份证为准。"
TAKEN_BACK = "成绩复查：实操评分表合分有误，实际成绩不合格。"
NO_PROOF = "来件所附身份证与证书所载姓名一致，没有需要更正的内容。"


def yunyang(
    desk: Desk, people: Iterator[PracticePerson], inspector: Supervisor, today: date
) -> list[Journey]:
    """Return what happens at the station."""
    electrician, fitter, centre = trade_by_code(ELECTRICIAN), trade_by_code(FITTER), centre_login()
    to_approve = Scene(
        electrician,
        level=4,
        applied=-58,
        exam=-10,
        people=take(people, 2),
        scores=(("88", "79.5"), ("64", "71")),
        scored=-3,
        candidate_type=CandidateType.SOCIAL,
    )
    due = Scene(electrician, level=5, applied=-25, exam=13, people=take(people, 2))
    waiting = Scene(fitter, level=4, applied=-2, exam=40)
    returned = Scene(fitter, level=5, applied=-5, exam=50)
    supervised = Scene(electrician, level=4, applied=-15, exam=30, headcount=85)
    changed, underpaid = _changed(people), _underpaid(people)
    scenes = (to_approve, due, waiting, returned, supervised, changed, underpaid)
    spare = (Planned(electrician, 3, 12), Planned(fitter, 4, 12))
    return [
        plans(desk, scenes, spare, today=today),
        *(batch_story(desk, centre, one, today=today) for one in (to_approve, due, changed, underpaid)),
        waiting_story(desk, waiting, today=today),
        returned_story(desk, returned, today=today),
        supervised_story(desk, supervised, inspector, today=today),
        next_plan_story(desk, spare, today=today),
        _questioned_story(desk, underpaid, today=today),
        *(change_story(desk, centre, one, today=today) for one in _changes(changed)),
    ]


def _changed(people: Iterator[PracticePerson]) -> Scene:
    """A certified batch; its certificates wait to be posted."""
    return Scene(
        trade_by_code(ELECTRICIAN),
        level=4,
        applied=-92,
        exam=-52,
        people=take(people, 4),
        scores=(("77", "81"), ("61", "60.5"), ("84.5", "90"), ("92", "94")),
        scored=-50,
        passed=-46,
        certified=-38,
    )


def _underpaid(people: Iterator[PracticePerson]) -> Scene:
    """A batch whose station pays ten yuan less than is due."""
    return Scene(
        trade_by_code(FITTER),
        level=4,
        applied=-50,
        exam=-13,
        people=take(people, 1),
        scores=(("70", "88"),),
        scored=-11,
        passed=-3,
        short=Decimal(10),
    )


def _changes(changed: Scene) -> tuple[Asked, ...]:
    """One corrected, one revoked, and one correction refused."""
    misnamed, failed, named = changed.people[:3]
    return (
        Asked(misnamed, ChangeKind.CORRECT, WRONG_NAME, asked=-30, name=RIGHT_NAME, decided=-28),
        Asked(failed, ChangeKind.REVOKE, TAKEN_BACK, asked=-26, decided=-25),
        Asked(
            named,
            ChangeKind.CORRECT,
            "证书姓名应为身份证所载姓名。",
            asked=-20,
            name=f"{named.name}子",
            decided=-19,
            refusal=NO_PROOF,
        ),
    )


def _questioned_story(desk: Desk, scene: Scene, *, today: date) -> Journey:
    """Question a payment that is too small."""
    yield today + timedelta(scene.passed + 3)
    questioned(desk, batch_of(desk, scene, today=today))
