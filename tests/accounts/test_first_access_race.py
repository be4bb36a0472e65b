"""Whoever guesses at the mailed code in parallel gets five tries, as whoever guesses in turn does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connection

from accounts.first_access import first_access_of, open_first_access
from accounts.mail_codes import TRIES, choose_first_password, send_mail_code
from accounts.models import User
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

AT = datetime(2026, 9, 1, 8, 0, tzinfo=SHANGHAI)
GUESSERS = 12


def test_parallel_guesses_share_the_five_tries(station_user: User) -> None:
    open_first_access(user=station_user, by=None, at=AT)
    send_mail_code(user=station_user, at=AT)
    start = Barrier(GUESSERS)

    def guess(number: int) -> str:
        person = User.objects.get(pk=station_user.pk)
        start.wait()
        try:
            # Seven digits are never the code.
            choose_first_password(user=person, password="kaishi-yong-2026", code=f"{number:07d}", at=AT)
        except BlockedError as refused:
            return str(refused)
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(GUESSERS) as threads:
        answers = list(threads.map(guess, range(GUESSERS)))
    wrong = [answer for answer in answers if answer.startswith("验证码不正确")]
    late = [answer for answer in answers if answer.startswith("验证码已输错 5 次，已作废")]
    assert (len(wrong), len(late)) == (TRIES, GUESSERS - TRIES)
    access = first_access_of(station_user)
    assert access
    assert access.attempts == TRIES
