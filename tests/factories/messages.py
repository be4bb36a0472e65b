"""Messages in somebody's inbox."""

from datetime import UTC, datetime
from typing import Any

from accounts.models import User
from portal.models import Message, Topic

AT = datetime(2026, 8, 10, 1, 30, tzinfo=UTC)


def message(user: User, title: str = "批次 1：练习管理站批准了批次", **facts: Any) -> Message:
    stored = {"topic": Topic.DECISION, "text": f"{title}。", "address": "/home/", "at": AT, **facts}
    return Message.objects.create(user=user, title=title, **stored)
