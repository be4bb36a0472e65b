"""Measure everything and write ``bench/report.md``; ``make bench`` starts it beside a PostgreSQL."""

import os
import sys
from pathlib import Path

import django

FULL = 10_000_000  # certificates of a whole country
REPORT = Path(__file__).with_name("report.md")


def main() -> None:
    """Fill a fresh database, measure, and report.

    ``SCALE`` is how much of a country is built, 0.1 by default: a million certificates.
    """
    if "OSTAMI_TEST_DATABASE_URL" not in os.environ:
        sys.exit("bench: needs PostgreSQL, run make bench.")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.db import connection  # noqa: PLC0415  needs the settings

    from bench.lookup import measure_lookup  # noqa: PLC0415
    from bench.register import fill_register  # noqa: PLC0415
    from bench.report import report  # noqa: PLC0415

    connection.creation.create_test_db(verbosity=0, serialize=False)
    certificates = int(FULL * float(os.environ.get("SCALE", "0.1")))
    filling = fill_register(certificates)
    text = report([filling, measure_lookup(certificates)])
    REPORT.write_text(text)
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
