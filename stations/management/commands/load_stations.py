"""Enter the approved stations from their file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ostami.problems import BlockedError
from stations.loading import load_stations
from stations.rows import read_rows


class Command(BaseCommand):
    """Enter the centre, the management station and the approved stations; can be repeated at any time."""

    help = "Load fixtures/stations.csv: enter the stations that are missing, leave all others as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, default=settings.FIXTURE_DIR / "stations.csv")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            report = load_stations(rows=read_rows(file))
        except (BlockedError, OSError, UnicodeDecodeError) as error:
            raise CommandError(f"考试站未载入，没有任何改动。{error}") from error
        self.stdout.write(f"考试站：新增 {report.new}，未变 {report.unchanged}。")
