"""Private addresses of calendars."""

from django.db import models

from accounts.models import User


class CalendarFeed(models.Model):
    """A person's private calendar address; a new `issue` makes every earlier address worthless.

    The address is signed and names person and issue: nothing that opens it is stored.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="calendar_feed", verbose_name="账号")
    issue = models.PositiveIntegerField("第几次生成", default=1)
    issued_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = "日历订阅"

    def __str__(self) -> str:
        return f"{self.user} 的日历订阅"
