"""What the pages of one self-test have in common."""

from typing import Any

from django.db.models import QuerySet

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedMixin
from question_bank.models import SelfTest
from question_bank.self_test_page import seconds_left, time_left


class OwnTest(ScopedMixin):
    """The person's own test that the address names."""

    abstract = True
    permission = Perm.SELF_TEST
    model = SelfTest

    def get_queryset(self) -> QuerySet[SelfTest]:
        """Join what its name is made of."""
        return super().get_queryset().select_related("trade__occupation")

    def is_over(self, test: SelfTest) -> bool:
        """Tell whether it was over when the request arrived."""
        return test.is_over(arrived_at(self.request))

    def running_facts(self, test: SelfTest) -> dict[str, Any]:
        """Return what the pages of a running test show: answered places and the time left."""
        at = arrived_at(self.request)
        places = list(test.answers.order_by("place").values_list("place", "answered_at"))
        unanswered = [place for place, answered_at in places if answered_at is None]
        return {
            "test": test,
            "places": [(place, answered_at is not None) for place, answered_at in places],
            "unanswered": unanswered,
            "answered": len(places) - len(unanswered),
            "time_left": time_left(test, at=at),
            "seconds_left": seconds_left(test, at=at),
        }
