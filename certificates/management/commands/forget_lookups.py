"""Delete what the public lookup counted on earlier days."""

from typing import Any

from django.core.management.base import BaseCommand

from certificates import counting
from ostami import clock


class Command(BaseCommand):
    """`forget_lookups`, once a day: counts hold for a day at most."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        deleted = counting.forget(today=clock.today())
        self.stdout.write(f"清除了 {deleted} 条查询计数。")
