# ruff: noqa: PLC0415, T201  models are there only after the set-up; a program prints
"""Certifies a batch again and again, killed (``kill -9``) before its first statement, its second, its commit.

Run as a program of its own: ``python -m tests.certificates.killed_issue '{"database": …}'``. Prints the state
of numbers before each try, a line each, and at the end how many tries were killed.
"""

import json
import os
import sys
from datetime import datetime
from typing import Any

from tests.exams.killed_import import KilledAt

MOST_TRIES = 300


def state() -> str:
    """Return the certificates' numbers and how far the series have come."""
    from certificates.models import AssignedNumber, Certificate
    from workflow.models import NumberSeries

    issued = list(Certificate.objects.order_by("number").values_list("number", "enrolment_id"))
    series = NumberSeries.objects.filter(key__startswith="certificate:").order_by("key")
    assigned = AssignedNumber.objects.count()
    return repr((issued, list(series.values_list("key", "last")), assigned))


def certify(asked: dict[str, Any], last: int) -> None:
    """Certify in this process, which has no connection yet."""
    from django.db import connection

    from accounts.models import User
    from batches.models import Batch
    from workflow.lifecycle import perform

    print(state(), flush=True)
    actor = User.objects.get(pk=asked["actor"])
    batch = Batch.objects.get(pk=asked["batch"])
    killed, commit = KilledAt(last), connection.commit

    def commit_or_die() -> None:
        killed(lambda *_: commit(), "COMMIT", None, None, None)
        killed.left = 0  # what people are told after the commit is no part of the issue

    connection.commit = commit_or_die  # type: ignore[method-assign]  # the last point to die at
    with connection.execute_wrapper(killed):
        perform(batch, "certify", actor=actor, at=datetime.fromisoformat(asked["at"]))


def main(asked: dict[str, Any]) -> None:
    """Try until a batch is certified."""
    import django
    from django.conf import settings

    settings.DATABASES["default"].update(asked["database"])
    settings.MEDIA_ROOT = asked["media"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # else letters are printed here
    django.setup()
    for tried in range(1, MOST_TRIES):
        child = os.fork()
        if child == 0:
            certify(asked, tried)
            sys.stdout.flush()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            print(f"ended {os.WEXITSTATUS(status)} after {tried - 1} kills")
            return


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
