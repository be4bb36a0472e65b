"""What a candidate's scores are: told by the floor above, which knows when they are published.

The app that holds the results registers, from its `AppConfig.ready`, a function that returns the theory
score, the practical score and the grade of an enrolment as printed, empty while they are not published:

    provide_scores(published_scores)
"""

from collections.abc import Callable
from typing import NamedTuple

from candidates.models import Enrolment


class Scores(NamedTuple):
    """Theory, practical and the grade that they give, as people read them; empty until they are published."""

    theory: str = ""
    practical: str = ""
    outcome: str = ""


Provider = Callable[[Enrolment], Scores]

NO_SCORES = Scores()
_providers: list[Provider] = []


def provide_scores(provider: Provider) -> Provider:
    """Make `provider` the one that knows the scores; the last one registered is asked."""
    _providers[:] = [provider]
    return provider


def scores_of(enrolment: Enrolment) -> Scores:
    """Return theory, practical and grade as printed; empty until they are published."""
    return _providers[0](enrolment) if _providers else NO_SCORES
