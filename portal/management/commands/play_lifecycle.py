"""``manage.py play_lifecycle --out DIR``: play a batch from plan to looked-up certificate."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.practice.lifecycle import play_lifecycle
from scope_catalog.models import Trade
from stations.models import Station


class Command(BaseCommand):
    """Play the whole journey and print its report as one JSON object."""

    help = (
        "Play a batch from plan to looked-up certificate through the portal's forms, "
        "write its papers to DIR and print one JSON object."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the papers")

    def handle(self, *args: object, **options: Any) -> None:
        if not settings.PRACTICE:
            raise CommandError("全流程演练只能在演练平台进行（OSTAMI_PRACTICE=1）。")
        if not (Trade.objects.exists() and Station.objects.exists()):
            raise CommandError("请先执行 load_catalogue 和 load_stations。")
        report = play_lifecycle(options["out"])
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
