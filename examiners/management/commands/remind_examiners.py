"""Remind stations and examiners of appointments that are about to end; to be run once a day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from examiners.services.reminding import remind_due
from ostami import clock


class Command(BaseCommand):
    """Send the reminders that are due; can be repeated at any time, and a day without a run is caught up."""

    help = "Remind by mail before appointments end (90 and 30 days ahead, unless set otherwise)."

    def handle(self, *args: Any, **options: Any) -> None:
        report = remind_due(at=clock.now())
        done = f"考评员到期提醒：已发送 {report.sent} 封，发送失败 {report.failed} 封。"
        if report.failed:
            raise CommandError(f"{done}失败的没有记录，下次运行时再发。请检查邮件服务器。")
        self.stdout.write(done)
