"""Send the daily mails of unread messages, and forget old messages; to be run once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from ostami import clock
from portal.inbox.digests import send_digests
from portal.inbox.reading import forget


class Command(BaseCommand):
    """Send everybody who chose so one mail a day; can be repeated at any time."""

    help = "Mail unread messages once a day to whoever chose that, and delete messages older than 400 days."

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        self.stdout.write(f"汇总邮件：{send_digests(at=at)} 封；删除过期消息：{forget(at=at)} 条。")
