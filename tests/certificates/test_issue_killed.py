"""An issue that is killed at any point has taken no number; run again, it takes the same ones."""

import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from accounts.models import User
from batches.models import Batch
from certificates.models import Certificate
from tests.certificates.killed_issue import state
from tests.factories import exam, numbers, results
from workflow.audit import verify

DATABASE = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")
LEAST_KILLS = 20


def tried(batch: Batch, by: User) -> list[str]:
    asked: dict[str, Any] = {
        "database": {
            **{name: str(connection.settings_dict[name]) for name in DATABASE},
            "OPTIONS": connection.settings_dict["OPTIONS"],
        },
        "media": str(settings.MEDIA_ROOT),
        "batch": batch.pk,
        "actor": by.pk,
        "at": exam.noon(results.ISSUED_ON).isoformat(),
    }
    known = {name: value for name, value in os.environ.items() if not name.startswith(("OSTAMI", "DATABASE"))}
    own = {
        "OSTAMI_PRACTICE": "1",
        "OSTAMI_CERTIFY_AFTER_SETTLEMENT": "false",
        "OSTAMI_VAR": str(settings.VAR_DIR),
        "DJANGO_SETTINGS_MODULE": "ostami.settings",
    }
    ran = subprocess.run(  # noqa: S603  the project's own program
        [sys.executable, "-m", "tests.certificates.killed_issue", json.dumps(asked)],
        env={**known, **own},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.split("\n")[:-1]


@pytest.mark.django_db(transaction=True)
def test_kill_9_before_every_statement_and_before_the_commit_loses_and_doubles_no_number(
    approved: Batch, centre_user: User
) -> None:
    numbers.prefix(centre_user)
    batch = numbers.national(approved)
    before = state()
    *states, ended = tried(batch, centre_user)
    kills = re.fullmatch(r"ended 0 after (\d+) kills", ended)
    assert kills is not None
    assert int(kills[1]) >= LEAST_KILLS
    assert set(states) == {before}
    assert list(Certificate.objects.in_roster_order().values_list("number", flat=True)) == [
        f"{numbers.PREFIX}264000001",
        f"{numbers.PREFIX}264000002",
    ]
    assert f"{numbers.PREFIX}:2026:4', 2" in state()
    assert verify() == []
