"""One step of the guided first batch, and how far a batch has come."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from batches.models import Batch, BatchStatus
from portal.practice.first_batch import SAMPLES

# The states of a batch on its way, each after the one before.
WAY = (
    BatchStatus.DRAFT,
    BatchStatus.SUBMITTED,
    BatchStatus.APPROVED,
    BatchStatus.ROSTER_SUBMITTED,
    BatchStatus.RESULTS_SUBMITTED,
    BatchStatus.RESULTS_APPROVED,
    BatchStatus.CERTIFIED,
    BatchStatus.ARCHIVED,
)


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One step of the guide.

    Attributes:
        title: what is done.
        text: how, in a few sentences.
        login: who does it: a user name; empty for somebody without a login.
        address: the page where it is done.
        day: the day to set the portal to first; None where any will do.
        done: whether it has been done.
        samples: names of the pictures to upload.
    """

    title: str
    text: str
    login: str
    address: str
    done: bool
    day: date | None = None
    samples: tuple[str, ...] = ()

    @property
    def pictures(self) -> list[tuple[str, str]]:
        """The pictures to upload: name and label."""
        return [(name, SAMPLES[name][0]) for name in self.samples]


@dataclass(frozen=True, slots=True)
class Story:
    """What the steps are told from: the logins, the portal's day, and the batch, where there is one."""

    station: User
    management: User
    today: date
    batch: Batch | None

    def reached(self, status: BatchStatus) -> bool:
        """Tell whether the batch has come as far as `status`."""
        stands = BatchStatus(self.batch.status) if self.batch else None
        return stands in WAY and WAY.index(stands) >= WAY.index(status)
