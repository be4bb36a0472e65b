"""Settings of the test runs: practice settings on a database of their own.

SQLite by default; PostgreSQL where OSTAMI_TEST_DATABASE_URL names one.
"""

import os
import tempfile
from pathlib import Path

os.environ["OSTAMI_PRACTICE"] = "1"
for name in (
    "OSTAMI_SECRET_KEY",
    "OSTAMI_FIELD_KEYS",
    "OSTAMI_INDEX_KEY",
    "OSTAMI_PAPER_KEYS",
    "OSTAMI_HOSTS",
    "DATABASE_URL",
):
    os.environ.pop(name, None)
_FILES = tempfile.TemporaryDirectory(prefix="ostami-tests-")
os.environ["OSTAMI_VAR"] = _FILES.name

from ostami.settings import *  # noqa: E402, F403  the environment is set first
from ostami.settings import STORAGES, VAR_DIR, env, tune_database  # noqa: E402

DATABASES = {"default": env.db("OSTAMI_TEST_DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'test.sqlite3'}")}
tune_database(DATABASES["default"])
DATABASES["default"]["CONN_MAX_AGE"] = 0
# A file, not memory: the browser asks several pages at once, and only a file's locks wait for each other.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "suite.sqlite3"}

# Hashing is slow by design; what is tested is that it is asked, not how long it takes.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# The test server alone would hand out MEDIA_ROOT, at the root where no address is set.
MEDIA_URL = "never-served/"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STATIC_ROOT = Path(VAR_DIR) / "static"
STATIC_ROOT.mkdir(exist_ok=True)
