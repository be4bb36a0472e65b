"""Two imports of the same former certificates at the same instant."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from accounts.models import User
from certificates.models import FormerCertificate
from certificates.register import former_import
from certificates.register.former_import import import_former
from documents.keeping import keep_table
from ostami import clock
from ostami.problems import BlockedError
from tests.certificates.test_former_import import many, workbook
from tests.rivals import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROWS = 4


def _meet_after_each_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let both imports go on together after each row, as long as both are under way."""
    meeting, enter = Barrier(2), former_import._entered

    def entered(*row: Any) -> int:
        count = enter(*row)
        with suppress(BrokenBarrierError):
            meeting.wait(timeout=0.5)
        return count

    monkeypatch.setattr(former_import, "_entered", entered)


def test_the_same_numbers_in_another_order_come_in_once(
    centre_user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(former_import, "CHUNK", 1)
    _meet_after_each_row(monkeypatch)
    rows = many(ROWS)
    uploads = [
        keep_table(owner=centre_user, kind=name, content=workbook(*order), name="旧证.xlsx")
        for name, order in (("forth", rows), ("back", rows[::-1]))
    ]

    def entered(place: int) -> str:
        try:
            return str(import_former(upload=uploads[place], actor=centre_user, at=clock.now()))
        except BlockedError as blocked:
            return str(blocked)

    assert at_once(entered, [0, 1]) == [str(ROWS), str(former_import.CHANGED)]
    assert FormerCertificate.objects.count() == ROWS
