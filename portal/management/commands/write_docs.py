"""Write the parts of docs/ that follow from the code, or check that they are as the code says."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.written_docs import WRITTEN


class Command(BaseCommand):
    """`write_docs` writes; `write_docs --check` exits with 1 where a file differs."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail where a file differs")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        folder = settings.BASE_DIR / "docs"
        texts = {folder / name: write() for name, write in WRITTEN.items()}
        stale = [path for path, text in texts.items() if not path.exists() or path.read_text() != text]
        if check and stale:
            names = ", ".join(path.name for path in stale)
            raise CommandError(f"docs/ is behind the code: {names}. Run manage.py write_docs.")
        for path in stale:
            path.write_text(texts[path])
