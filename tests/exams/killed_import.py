# ruff: noqa: PLC0415, T201  models are there only after the set-up; a program prints
"""Imports a score sheet again and again, killed (``kill -9``) before its first statement, its second, …

Run as a program of its own: ``python -m tests.exams.killed_import '{"database": …}'``. Prints the state of
the scores before each try, a line each, and at the end how many tries were killed.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

MOST_TRIES = 200


def state() -> str:
    """Return the digest of all scores and of what the history says of them."""
    from exams.models import Result
    from workflow.models import AuditEvent

    facts = (
        "enrolment_id",
        "theory",
        "practical",
        "theory_absent",
        "practical_absent",
        "grade",
        "recorded_at",
    )
    told = ("object_label", "sentence", "changes", "reason", "actor_name", "at")
    rows = list(Result.objects.order_by("enrolment_id").values_list(*facts))
    events = list(AuditEvent.objects.filter(action="score").order_by("pk").values_list(*told))
    return sha256(repr((rows, events)).encode()).hexdigest()


class KilledAt:
    """Kills this process before its statement number `last`."""

    def __init__(self, last: int) -> None:
        self.left = last

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any) -> Any:
        """Count a statement, and run it unless it is the one."""
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def run_import(asked: dict[str, Any], last: int) -> None:
    """Import the sheet in this process, which has no connection yet."""
    from django.db import connection

    from accounts.models import User
    from batches.models import Batch
    from documents.models import TableUpload
    from exams.services.score_import import import_scores

    print(state(), flush=True)
    facts: dict[str, Any] = {
        "upload": TableUpload.objects.get(pk=asked["upload"]),
        "batch": Batch.objects.get(pk=asked["batch"]),
        "actor": User.objects.get(pk=asked["actor"]),
        "at": datetime.fromisoformat(asked["at"]),
    }
    with connection.execute_wrapper(KilledAt(last)):
        import_scores(**facts)


def main(asked: dict[str, Any]) -> None:
    """Try until an import comes to its end."""
    import django
    from django.conf import settings

    settings.DATABASES["default"].update(asked["database"])
    settings.MEDIA_ROOT = asked["media"]
    django.setup()
    for tried in range(1, MOST_TRIES):
        child = os.fork()
        if child == 0:
            run_import(asked, tried)
            sys.stdout.flush()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            print(f"ended {os.WEXITSTATUS(status)} after {tried - 1} kills")
            return


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
