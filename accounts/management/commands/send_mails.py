"""Send the mails that a mail server refused before; to be run every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts import outbox
from ostami import clock


class Command(BaseCommand):
    """Send what is due and forget what was sent long ago; can be repeated at any time."""

    help = "Send the mails whose next try is due, and forget those sent more than 90 days ago."

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        sent, refused = outbox.deliver_due(at=now)
        outbox.forget(at=now)
        self.stdout.write(
            f"待发邮件：已发送 {sent}，发送失败 {refused}，已停止重试 {outbox.given_up().count()}。"
        )
