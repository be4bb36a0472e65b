"""Filling a practice portal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from accounts.mail import OFF
from accounts.models import User
from batches.models import AnnualPlan, CandidateType
from candidates.eligibility_data.birth_years import add_birth_years
from candidates.models import BirthYearWindow
from candidates.models.eligibility import STUDENT_LEVELS
from examiners.models import Supervisor
from ostami import clock
from portal.practice.days import Journey, own_days, play
from portal.practice.exam_desk import open_logins
from portal.practice.exam_scenes import reporting_story, seated_story
from portal.practice.examiner_desk import supervisor_of, training_story
from portal.practice.offices import (
    APPLICANT_CODE,
    APPLICANT_NAME,
    CHANGZHOU,
    ELECTRICIAN,
    FITTER,
    MILLER,
    SUPERVISOR_LOGIN,
    TURNER,
    VEHICLE_TESTER,
    YUNYANG,
    centre_login,
    desk_of,
    other_logins,
    ready,
)
from portal.practice.paper_desk import paper_story
from portal.practice.people import PracticePerson, practice_people
from portal.practice.question_desk import question_story
from portal.practice.registry_scenes import (
    DAYS_LEFT,
    EXPIRING_CODE,
    draft_application_story,
    endorsed_application_story,
    licensed,
    review_story,
    waiting_application_stories,
)
from portal.practice.scenes import (
    Scene,
    batch_story,
    date_change_story,
    draft_story,
    enrolling_story,
    next_plan_story,
    plans,
    returned_story,
    supervised_story,
    waiting_story,
)
from portal.practice.school_desk import school_login
from portal.practice.station_desk import Desk, Planned
from scope_catalog.selectors import trade_by_code

# When the practice stations got their scope and their examiners.
LONG_AGO = timedelta(days=400)
LICENCE_DAYS = timedelta(days=3 * 365)
# Examined in the scheme skill_level, which the province's branch endorses.
SKILL_LEVEL_TRADE = ("6-18-01-08", "电火花成形机床操作工")


@contextmanager
def _nobody_mailed() -> Iterator[None]:
    """Send no mail of what is only played: the practice mailbox is for what people do."""
    kept = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = OFF
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = kept


def seed_practice() -> bool:
    """Fill the practice portal with logins, plans, batches and candidates around its day, all or nothing.

    Repeating it changes nothing: what was begun by people is theirs.

    Returns:
        Whether anything was made.
    """
    # The mails go out once all is committed, hence the order.
    with _nobody_mailed(), transaction.atomic():
        return _seeded()


def _seeded() -> bool:
    if AnnualPlan.objects.filter(station=desk_of(CHANGZHOU).station).exists():
        return False
    today = clock.today()
    with own_days():
        began = today - LONG_AGO
        clock.set_practice_day(began)
        first, second = ready(CHANGZHOU, today=began), ready(YUNYANG, today=began)
        other_logins()
        open_logins(first)
        _birth_years(first.management, today)
        supervisor = User.objects.get_by_natural_key(SUPERVISOR_LOGIN)
        inspector = supervisor_of(supervisor, first.management, today=began)
        people = iter(practice_people())
        play(
            *_changzhou(first, people, inspector, today),
            *_yunyang(second, people, inspector, today),
            *_registry(first, today),
            until=today,
        )
    return True


def _birth_years(management: User, today: date) -> None:
    """Enter what management would have entered for the years in which practice batches are examined."""
    for year in range((today - LONG_AGO).year, today.year + 2):
        for level in STUDENT_LEVELS:
            if not BirthYearWindow.objects.filter(year=year, level=level).exists():
                add_birth_years(
                    year=year, level=level, born_from=year - 24, born_to=year - 15, actor=management
                )


def _take(people: Iterator[PracticePerson], number: int) -> list[PracticePerson]:
    return [next(people) for _ in range(number)]


def _changzhou(
    desk: Desk, people: Iterator[PracticePerson], inspector: Supervisor, today: date
) -> list[Journey]:
    turner, miller, centre = trade_by_code(TURNER), trade_by_code(MILLER), centre_login()
    certified = Scene(
        turner,
        level=4,
        applied=-100,
        exam=-60,
        people=_take(people, 4),
        scores=(("86", "91"), ("72.5", "80"), ("59.5", "75"), ("93", "95.5")),
        scored=-58,
        passed=-55,
        certified=-50,
    )
    to_certify = Scene(
        turner,
        level=3,
        applied=-60,
        exam=-14,
        people=_take(people, 3),
        scores=(("81", "84"), ("66", None), ("77.5", "69")),
        scored=-12,
        passed=-4,
        candidate_type=CandidateType.IN_SERVICE,
    )
    to_score = Scene(miller, level=4, applied=-50, exam=-1, people=_take(people, 3), scores=(("0", "0"),) * 3)
    enrolling = Scene(turner, level=5, applied=-20, exam=24, people=_take(people, 5))
    # Its papers are sealed and wait to be signed for.
    signing = Scene(turner, level=5, applied=-36, exam=6, people=_take(people, 3), scores=(("0", "0"),) * 3)
    # Held four days ago: an examiner opposes the report, and the supervisor found something.
    reporting = Scene(
        miller, level=5, applied=-48, exam=-4, people=_take(people, 2), scores=(("82", "76.5"), ("68", "90"))
    )
    drafted = Scene(miller, level=3, applied=-1, exam=45)
    # Ninety people: within the range of supervision, and the station asks for another day.
    moving = Scene(turner, level=4, applied=-12, exam=38, headcount=90)
    # Its windows have closed without a roster.
    lapsed = Scene(miller, level=5, applied=-40, exam=5)
    endorsing = Scene(trade_by_code(VEHICLE_TESTER), level=4, applied=-1, exam=42)
    scenes = (
        *(certified, to_certify, to_score, signing, enrolling),
        *(reporting, drafted, moving, lapsed, endorsing),
    )
    spare = (Planned(turner, 4, 12), Planned(miller, 5, 12))
    return [
        plans(desk, scenes, spare, today=today),
        *(batch_story(desk, centre, scene, today=today) for scene in scenes[:4]),
        paper_story(desk, turner, today=today),
        seated_story(desk, signing, today=today),
        reporting_story(desk, centre, reporting, inspector, today=today),
        enrolling_story(desk, enrolling, today=today),
        draft_story(desk, drafted, today=today),
        date_change_story(desk, moving, later=7, today=today),
        batch_story(desk, centre, lapsed, today=today),
        waiting_story(desk, endorsing, today=today),
    ]


def _registry(desk: Desk, today: date) -> list[Journey]:
    turner, miller = trade_by_code(TURNER), trade_by_code(MILLER)
    began = today - LONG_AGO
    licensed(CHANGZHOU.code, first=began, last=began + LICENCE_DAYS, today=today)
    expires = today + timedelta(DAYS_LEFT)
    licensed(EXPIRING_CODE, first=expires - LICENCE_DAYS, last=expires, today=today)
    desk.station.refresh_from_db()
    code, name = SKILL_LEVEL_TRADE
    return [
        review_story(desk, today=today),
        draft_application_story(school_login(APPLICANT_NAME, APPLICANT_CODE), turner, miller, today=today),
        *waiting_application_stories(turner, trade_by_code(code, name=name), today=today),
        endorsed_application_story(desk.management, miller, today=today),
        training_story(desk, turner, today=today),
        question_story(desk.management, turner, today=today),
    ]


def _yunyang(
    desk: Desk, people: Iterator[PracticePerson], inspector: Supervisor, today: date
) -> list[Journey]:
    electrician, fitter, centre = trade_by_code(ELECTRICIAN), trade_by_code(FITTER), centre_login()
    to_approve = Scene(
        electrician,
        level=4,
        applied=-58,
        exam=-10,
        people=_take(people, 2),
        scores=(("88", "79.5"), ("64", "71")),
        scored=-3,
        candidate_type=CandidateType.SOCIAL,
    )
    due = Scene(electrician, level=5, applied=-25, exam=13, people=_take(people, 2))
    waiting = Scene(fitter, level=4, applied=-2, exam=40)
    returned = Scene(fitter, level=5, applied=-5, exam=50)
    supervised = Scene(electrician, level=4, applied=-15, exam=30, headcount=85)
    scenes = (to_approve, due, waiting, returned, supervised)
    spare = (Planned(electrician, 3, 12), Planned(fitter, 4, 12))
    return [
        plans(desk, scenes, spare, today=today),
        batch_story(desk, centre, to_approve, today=today),
        batch_story(desk, centre, due, today=today),
        waiting_story(desk, waiting, today=today),
        returned_story(desk, returned, today=today),
        supervised_story(desk, supervised, inspector, today=today),
        next_plan_story(desk, spare, today=today),
    ]
