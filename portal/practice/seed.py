"""Filling a practice portal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from accounts.mail import OFF
from accounts.models import User
from batches.models import AnnualPlan
from candidates.eligibility_data.birth_years import add_birth_years
from candidates.models import BirthYearWindow
from candidates.models.eligibility import STUDENT_LEVELS
from ostami import clock
from portal.practice.centre_desk import former_story, prefix_from
from portal.practice.changzhou import changzhou
from portal.practice.days import Journey, own_days, play
from portal.practice.exam_desk import open_logins
from portal.practice.examiner_desk import supervisor_of, training_story
from portal.practice.offices import (
    APPLICANT_CODE,
    APPLICANT_NAME,
    CHANGZHOU,
    MILLER,
    SUPERVISOR_LOGIN,
    TURNER,
    YUNYANG,
    centre_login,
    desk_of,
    other_logins,
    ready,
)
from portal.practice.people import practice_people
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
from portal.practice.school_desk import school_login
from portal.practice.settlement_desk import COMING_FEE, fee_from, fees_from
from portal.practice.station_desk import Desk
from portal.practice.yunyang import yunyang
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
        centre = centre_login()
        fees_from(began, management=first.management)
        fee_from(date(today.year + 1, 1, 1), COMING_FEE, management=first.management)
        prefix_from(began, centre=centre)
        supervisor = User.objects.get_by_natural_key(SUPERVISOR_LOGIN)
        inspector = supervisor_of(supervisor, first.management, today=began)
        people = iter(practice_people())
        play(
            *changzhou(first, people, inspector, today),
            *yunyang(second, people, inspector, today),
            *_registry(first, today),
            former_story(centre, today=today),
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
