"""Which reminders went to a station, so that none goes twice."""

from django.db import models

from stations.models.registry import Station


class ReminderKind(models.TextChoices):
    """What a station is reminded of."""

    LICENCE = "licence", "许可证即将到期"
    REVIEW = "review", "年审待提交"


class Reminder(models.Model):
    """A reminder of one due day, `days_ahead` days before it (0: sent by hand)."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="reminders")
    kind = models.CharField("事项", max_length=20, choices=ReminderKind)
    due_on = models.DateField("到期日")
    days_ahead = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField("发送时间")
    sent_to = models.EmailField("发往", blank=True)

    class Meta:
        verbose_name = "提醒"
        ordering = ("-sent_at",)
        constraints = [
            models.UniqueConstraint(
                name="reminder_once",
                fields=("station", "kind", "due_on", "days_ahead"),
                condition=~models.Q(days_ahead=0),
            )
        ]
