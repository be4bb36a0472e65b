"""Tell people of deadlines seven, three and one days ahead; to be run once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from ostami import clock
from portal.telling.deadlines.sending import tell_deadlines


class Command(BaseCommand):
    """Leave the messages that are due; can be repeated at any time, and a day without a run is caught up."""

    help = "Leave messages, and mail whoever wants them, of deadlines seven, three and one days ahead."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"截止提醒：{tell_deadlines(at=clock.now())} 条。")
