"""The station in Changzhou: batches at most stops of the journey, two of them certified."""

from collections.abc import Iterator
from datetime import date

from accounts.models import User
from batches.models import CandidateType
from certificates.models import ChangeKind
from examiners.models import Supervisor
from portal.practice.blank_desk import destruction_story, printed_story, stock_story
from portal.practice.change_desk import Asked, change_story
from portal.practice.days import Journey
from portal.practice.exam_scenes import reporting_story, seated_story
from portal.practice.offices import MILLER, TURNER, VEHICLE_TESTER, centre_login, witness_login
from portal.practice.paper_desk import paper_story
from portal.practice.people import PracticePerson, take
from portal.practice.posting_desk import Taken, handed_over_story, sent_story
from portal.practice.scenes import (
    Scene,
    batch_story,
    date_change_story,
    draft_story,
    enrolling_story,
    plans,
    waiting_story,
)
from portal.practice.station_desk import Desk, Planned
from scope_catalog.selectors import trade_by_code

PROXY = "贾班主"
LOST = "持证人书面声明：证书在搬家途中遗失，申请补办。"


def changzhou(
    desk: Desk, people: Iterator[PracticePerson], inspector: Supervisor, today: date
) -> list[Journey]:
    """Return what happens at the station, from its plans to the certificates that are handed over."""
    turner, miller, centre = trade_by_code(TURNER), trade_by_code(MILLER), centre_login()
    certified = Scene(
        turner,
        level=4,
        applied=-100,
        exam=-60,
        people=take(people, 4),
        scores=(("86", "91"), ("72.5", "80"), ("59.5", "75"), ("93", "95.5")),
        scored=-58,
        passed=-55,
        certified=-50,
    )
    # Paid for; the centre can issue.
    to_certify = Scene(
        turner,
        level=3,
        applied=-60,
        exam=-14,
        people=take(people, 3),
        scores=(("81", "84"), ("66", None), ("77.5", "69")),
        scored=-12,
        passed=-4,
        candidate_type=CandidateType.IN_SERVICE,
    )
    to_score = Scene(miller, level=4, applied=-50, exam=-1, people=take(people, 3), scores=(("0", "0"),) * 3)
    enrolling = Scene(turner, level=5, applied=-20, exam=24, people=take(people, 5))
    # Its papers are sealed and wait to be signed for.
    signing = Scene(turner, level=5, applied=-36, exam=6, people=take(people, 3), scores=(("0", "0"),) * 3)
    # Held four days ago: an examiner opposes the report, and the supervisor found something.
    reporting = Scene(
        miller, level=5, applied=-48, exam=-4, people=take(people, 2), scores=(("82", "76.5"), ("68", "90"))
    )
    drafted = Scene(miller, level=3, applied=-1, exam=45)
    # Ninety people: within the range of supervision, and the station asks for another day.
    moving = Scene(turner, level=4, applied=-12, exam=38, headcount=90)
    # Its windows have closed without a roster.
    lapsed = Scene(miller, level=5, applied=-40, exam=5)
    endorsing = Scene(trade_by_code(VEHICLE_TESTER), level=4, applied=-1, exam=42)
    national = _national(people)
    played = (certified, to_certify, to_score, signing, *_settling(people), national, lapsed)
    scenes = (*played, enrolling, reporting, drafted, moving, endorsing)
    spare = (Planned(turner, 4, 12), Planned(miller, 5, 12))
    return [
        plans(desk, scenes, spare, today=today),
        *(batch_story(desk, centre, scene, today=today) for scene in played),
        paper_story(desk, turner, today=today),
        seated_story(desk, signing, today=today),
        reporting_story(desk, centre, reporting, inspector, today=today),
        enrolling_story(desk, enrolling, today=today),
        draft_story(desk, drafted, today=today),
        date_change_story(desk, moving, later=7, today=today),
        waiting_story(desk, endorsing, today=today),
        *_certificates(desk, centre, certified, national, today),
    ]


def _settling(people: Iterator[PracticePerson]) -> tuple[Scene, Scene]:
    """One batch whose certificates are to be paid, and one whose payment is to be confirmed."""
    to_pay = Scene(
        trade_by_code(MILLER),
        level=3,
        applied=-45,
        exam=-9,
        people=take(people, 2),
        scores=(("74", "83"), ("88.5", "79")),
        scored=-7,
        passed=-1,
        candidate_type=CandidateType.IN_SERVICE,
    )
    to_confirm = Scene(
        trade_by_code(TURNER),
        level=5,
        applied=-48,
        exam=-11,
        people=take(people, 1),
        scores=(("80", "85"),),
        scored=-9,
        passed=-3,
    )
    return to_pay, to_confirm


def _national(people: Iterator[PracticePerson]) -> Scene:
    """A certified batch of the scheme skill_level, with numbers by the national rule."""
    return Scene(
        trade_by_code(VEHICLE_TESTER),
        level=4,
        applied=-88,
        exam=-52,
        people=take(people, 2),
        scores=(("78", "82.5"), ("91", "90")),
        scored=-50,
        passed=-46,  # its results are published for five working days, in October beyond a week of holidays
        certified=-18,
    )


def _certificates(
    desk: Desk, centre: User, certified: Scene, national: Scene, today: date
) -> Iterator[Journey]:
    """Yield what becomes of the certificates of two batches: printed, posted, taken, lost."""
    own, by_proxy = certified.people[0], certified.people[1]
    taken = (Taken((own,)), Taken((by_proxy,), by=PROXY))
    lost = Asked(by_proxy, ChangeKind.REPLACE, LOST, asked=-3)
    yield stock_story(desk, today=today)
    yield printed_story(desk, certified, 3, spoiled=1, today=today)
    yield printed_story(desk, national, 2, today=today)
    yield handed_over_story(desk, certified, taken, days=-47, number="YL00001", today=today)
    yield sent_story(desk, national, days=-2, number="YL00002", today=today)
    yield destruction_story(desk, witness_login(), 4, today=today)
    yield change_story(desk, centre, lost, today=today)
