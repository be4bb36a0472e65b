"""The guided first batch: what to do next, as whom and on which day, read from what the station has done."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F

from accounts.models import OrganisationKind, User
from batches.models import Batch, BatchStatus
from portal.help.guide.before import before_the_exam
from portal.help.guide.exam import from_the_exam
from portal.help.guide.step import GuideStep, Story
from portal.practice.first_batch import OFFICE

GONE = (BatchStatus.WITHDRAWN, BatchStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class Guide:
    """The whole guide: its steps, and which comes next."""

    batch: Batch | None
    steps: tuple[GuideStep, ...]

    @property
    def next_step(self) -> GuideStep | None:
        """The first step that isn't done; None once there is a certificate."""
        return next((step for step in self.steps if not step.done), None)

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done for step in self.steps)


def guided_batch(*, today: date) -> Guide:
    """Return how far the practice station has come with its last batch; `today` is the portal's day.

    Raises:
        User.DoesNotExist: the practice station has no login: practice data were not loaded.
    """
    station = _main_login(organisation__code=OFFICE.code)
    management = _main_login(organisation__kind=OrganisationKind.MANAGEMENT)
    batches = Batch.objects.filter(station__organisation=station.organisation)
    batch = batches.exclude(status__in=GONE).order_by("-pk").first()
    story = Story(station, management, today, batch)
    return Guide(batch, _in_order((*before_the_exam(story), *from_the_exam(story))))


def _main_login(**whose: object) -> User:
    """Return an office's main login, whose name is the office's."""
    found: User = User.objects.select_related("organisation").get(username=F("organisation__name"), **whose)
    return found


def _in_order(steps: tuple[GuideStep, ...]) -> tuple[GuideStep, ...]:
    """Return the steps; what lies before a later one that is done is done too."""
    last = max((place for place, step in enumerate(steps) if step.done), default=-1)
    return tuple(replace(step, done=True) if place < last else step for place, step in enumerate(steps))
