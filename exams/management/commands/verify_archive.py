"""Compare a kept archive of a batch, or its index, with what was recorded when it was made."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from batches.models import Batch
from exams.archiving.checking import Verdict, check
from ostami.problems import BlockedError


class Command(BaseCommand):
    """`verify_archive 49284267-2026-003 archive.zip` tells whether it is the same; an archive of any size."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("batch", help="the batch's number (批次号)")
        parser.add_argument("file", type=Path, help="the ZIP file, or its index.csv")

    def handle(self, *args: Any, batch: str, file: Path, **options: Any) -> None:
        found = Batch.objects.filter(number=batch).first()
        if found is None:
            raise CommandError(f"没有批次 {batch}。")
        try:
            with file.open("rb") as source:
                verdict = check(found, source)
        except OSError as fault:
            raise CommandError(f"打不开文件：{fault}") from None
        except BlockedError as blocked:
            raise CommandError(str(blocked)) from None
        if not verdict.same:
            raise CommandError("\n".join(_differences(verdict)))
        self.stdout.write("一致。" if verdict.whole else "索引一致；各文件没有核对。")


def _differences(verdict: Verdict) -> list[str]:
    if verdict.record is None:
        return ["不一致：平台没有登记过这份索引。"]
    lists = {"已改动": verdict.changed, "缺少": verdict.missing, "多出": verdict.added}
    return ["不一致：", *(f"{word}：{path}" for word, paths in lists.items() for path in paths)]
