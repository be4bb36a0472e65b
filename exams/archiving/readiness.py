"""What the archive of a batch lacks still."""

from batches.models import Batch
from exams.publishing.readiness import readiness
from ostami.problems import Problem


def still_missing(batch: Batch) -> list[Problem]:
    """Return what the batch's results need and isn't there; an archive made by then lacks it."""
    return [problem for point in readiness(batch) for problem in point.problems]
