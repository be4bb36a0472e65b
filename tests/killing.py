"""Kills an act (``kill -9``) before its first statement, its second, … and at last lets it come to its end.

A kill takes the whole process, so tests start this module as a program of its own, and each try is a fork.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pkgutil import resolve_name
from typing import Any

import django
from django.conf import settings
from django.db import connection

DATABASE = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
LEAST_KILLS = 20


class KilledAt:
    """Kills this process before its step number `last`; as an execute wrapper, each statement is a step."""

    def __init__(self, last: int) -> None:
        self.left = last

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any) -> Any:
        self.step()
        return execute(sql, params, many, context)


def killed_to_the_end(
    act: Callable[..., None], state: Callable[[], str], *, most_tries: int, **facts: object
) -> list[str]:
    """Try the act until nothing kills it any more; return the state before each try.

    Args:
        act: takes a `KilledAt` and the facts. It and `state` stand in modules that load without pytest.
        state: tells what a killed try must not change.
        most_tries: so many are made, whether or not the act has come to its end.
        facts: of JSON.
    """
    order = {
        "database": {name: connection.settings_dict[name] for name in DATABASE},
        "media": settings.MEDIA_ROOT,
        "names": [f"{found.__module__}:{found.__qualname__}" for found in (act, state)],
        "most_tries": most_tries,
        "facts": facts,
    }
    known = {name: value for name, value in os.environ.items() if not name.startswith(("OSTAMI", "DATABASE"))}
    own = {
        "OSTAMI_PRACTICE": "1",
        "OSTAMI_VAR": str(settings.VAR_DIR),
        "DJANGO_SETTINGS_MODULE": "ostami.settings",
    }
    ran = subprocess.run(  # noqa: S603  this very module
        [sys.executable, "-m", "tests.killing", json.dumps(order, default=str)],
        env={**known, **own},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stderr
    states = ran.stdout.splitlines()
    assert len(states) > LEAST_KILLS, states
    return states


def main(order: dict[str, Any]) -> None:
    """Try until a process is not killed; its exit code is the program's."""
    settings.DATABASES["default"].update(order["database"])
    settings.MEDIA_ROOT = order["media"]
    django.setup()
    act, state = map(resolve_name, order["names"])
    for tried in range(1, order["most_tries"] + 1):
        child = os.fork()
        if child == 0:  # has no connection yet, and shares none
            sys.stdout.write(f"{state()}\n")
            sys.stdout.flush()
            act(KilledAt(tried), **order["facts"])
            sys.stdout.flush()
            os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code != -signal.SIGKILL:
            sys.exit(code)
    sys.exit(f"not at its end after {order['most_tries']} tries")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
