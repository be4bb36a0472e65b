"""An import that is killed at any point has done nothing; run again, it does what it would have done."""

import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from accounts.models import User
from batches.models import Batch
from documents.models import TableUpload
from exams.models import Result
from exams.services.score_import import import_scores
from tests.exams.killed_import import state
from tests.factories import results, scoring
from workflow.audit import verify

GOOD = ({"theory": "85", "practical": "92.5"}, {"theory": "59.5"}, {"theory_absent": "是", "practical": "70"})
LEAST_KILLS = 20
DATABASE = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")


def undisturbed(upload: TableUpload, batch: Batch, by: User) -> str:
    """The state after the import in one go, which is taken back."""
    with transaction.atomic():
        import_scores(upload=upload, batch=batch, actor=by, at=results.exam_noon(batch))
        after = state()
        transaction.set_rollback(True)
    return after


def tried(upload: TableUpload, batch: Batch, by: User) -> list[str]:
    asked: dict[str, Any] = {
        "database": {
            **{name: str(connection.settings_dict[name]) for name in DATABASE},
            "OPTIONS": connection.settings_dict["OPTIONS"],
        },
        "media": str(settings.MEDIA_ROOT),
        "upload": upload.pk,
        "batch": batch.pk,
        "actor": by.pk,
        "at": results.exam_noon(batch).isoformat(),
    }
    known = {name: value for name, value in os.environ.items() if not name.startswith(("OSTAMI", "DATABASE"))}
    own = {
        "OSTAMI_PRACTICE": "1",
        "OSTAMI_VAR": str(settings.VAR_DIR),
        "DJANGO_SETTINGS_MODULE": "ostami.settings",
    }
    ran = subprocess.run(  # noqa: S603  the project's own program
        [sys.executable, "-m", "tests.exams.killed_import", json.dumps(asked)],
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
def test_kill_9_at_every_statement_and_a_rerun_give_what_an_undisturbed_import_gives(
    batch: Batch, station_user: User
) -> None:
    upload = scoring.kept(batch, scoring.sheet(batch, *GOOD), station_user)
    before, wanted = state(), undisturbed(upload, batch, station_user)
    assert state() == before != wanted
    *states, ended = tried(upload, batch, station_user)
    found = re.fullmatch(r"ended 0 after (\d+) kills", ended)
    assert found, ended
    assert int(found[1]) >= LEAST_KILLS
    assert states == [before] * (int(found[1]) + 1)
    assert state() == wanted
    assert Result.objects.count() == len(GOOD)
    assert not TableUpload.objects.exists()
    assert verify() == []
