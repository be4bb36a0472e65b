"""Two people use one activation code at the same instant."""

from datetime import datetime

import pytest

from accounts.models import User
from batches.models import Batch
from candidates.models import Activation, Candidate
from candidates.services.activation import redeem
from candidates.services.opening import Opening, open_login
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from tests.factories.classes import entered, pupil, slip_code
from tests.rivals import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOON = datetime(2026, 8, 1, 12, tzinfo=SHANGHAI)


def test_one_of_two_opens_the_login(batch: Batch, station_user: User) -> None:
    (entry,) = entered(batch, pupil("周小舟"), at=NOON)
    code = slip_code(entry, actor=station_user, at=NOON)
    number = entry.candidate.document_number

    def opened(username: str) -> str:
        try:
            found = redeem(number=number, code=code, at=NOON)
            open_login(
                entry=found,
                choice=Opening(username=username, password="sunny-lathe-81", phone="13900000000"),
                at=NOON,
            )
        except BlockedError as blocked:
            return "late" if blocked.problems[0].text.endswith("失效") else str(blocked)
        return "open"

    assert at_once(opened, ["zhou1", "zhou2", "zhou3"]) == ["late", "late", "open"]
    assert Candidate.objects.get().user.is_active


def test_wrong_codes_at_one_instant_are_all_counted(batch: Batch, station_user: User) -> None:
    (entry,) = entered(batch, pupil("周小舟"), at=NOON)
    slip_code(entry, actor=station_user, at=NOON)
    number = entry.candidate.document_number

    def tried(code: str) -> str:
        try:
            redeem(number=number, code=code, at=NOON)
        except BlockedError:
            return "wrong"
        return "right"

    assert at_once(tried, ["AAAAAAAAAA"] * 6) == ["wrong"] * 6
    assert Activation.objects.get().attempts == 6
