"""Load the catalogue of occupations and trades from its file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ostami import clock
from ostami.problems import BlockedError
from scope_catalog.loading import load_catalogue
from scope_catalog.rows import read_rows


class Command(BaseCommand):
    """Bring the stored catalogue in line with the file; can be repeated at any time."""

    help = "Load fixtures/scope_catalog.csv: insert new rows, update changed ones, retire missing ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, default=settings.FIXTURE_DIR / "scope_catalog.csv")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            report = load_catalogue(rows=read_rows(file), today=clock.today())
        except (BlockedError, OSError, UnicodeDecodeError) as error:
            raise CommandError(f"目录未载入，没有任何改动。{error}") from error
        self.stdout.write(
            f"评价范围目录：新增 {report.new}，更新 {report.changed}，"
            f"未变 {report.unchanged}，停用 {report.retired}。"
        )
