"""Enter public holidays and worked weekends from their file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ostami.problems import BlockedError
from workflow.loading import load_special_days, read_special_days


class Command(BaseCommand):
    """Enter the years of holidays that are missing; can be repeated at any time."""

    help = "Load fixtures/special_days.csv: enter the years that are missing, leave all others as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, default=settings.FIXTURE_DIR / "special_days.csv")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            years = load_special_days(rows=read_special_days(file))
        except (BlockedError, OSError, UnicodeDecodeError) as error:
            raise CommandError(f"节假日未载入，没有任何改动。{error}") from error
        new = "、".join(f"{year} 年" for year in years) or "无"
        self.stdout.write(f"节假日：新增年度 {new}。")
