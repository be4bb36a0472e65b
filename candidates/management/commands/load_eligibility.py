"""Enter the clauses of eligibility and students' years of birth from their files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from candidates.eligibility_data.loading import load_clauses, load_windows, read_clauses, read_windows
from ostami.problems import BlockedError


class Command(BaseCommand):
    """Enter what is missing; can be repeated at any time."""

    help = (
        "Load fixtures/eligibility_clauses.csv and fixtures/birth_year_windows.csv: enter what is missing, "
        "leave what staff changed as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--clauses", type=Path, default=settings.FIXTURE_DIR / "eligibility_clauses.csv")
        parser.add_argument("--windows", type=Path, default=settings.FIXTURE_DIR / "birth_year_windows.csv")

    def handle(self, *args: Any, clauses: Path, windows: Path, **options: Any) -> None:
        try:
            with transaction.atomic():
                new_clauses = load_clauses(rows=read_clauses(clauses))
                new_windows = load_windows(rows=read_windows(windows))
        except (BlockedError, OSError, UnicodeDecodeError) as error:
            raise CommandError(f"申报条件未载入，没有任何改动。{error}") from error
        self.stdout.write(f"申报条件：新增 {new_clauses} 条；学生出生年份范围：新增 {new_windows} 行。")
