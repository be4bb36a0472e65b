"""Close the logins of examiners and supervisors whose appointment was ended; to be run once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from examiners.services.inviting import close_ended_logins
from ostami import clock


class Command(BaseCommand):
    """Close them; can be repeated at any time, and a day without a run is caught up."""

    help = "Close the logins of examiners and supervisors whose appointment has ended."

    def handle(self, *args: Any, **options: Any) -> None:
        closed = close_ended_logins(on=clock.today())
        self.stdout.write(f"已停用 {closed} 个资格已终止的考评员和督导员账号。")
