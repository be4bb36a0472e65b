"""Which reminders of an appointment's end went where, so that none goes twice."""

from django.db import models

from examiners.models.roster import Examiner


class ExaminerReminder(models.Model):
    """A reminder of one last day, `days_ahead` days before it, to one mailbox."""

    examiner = models.ForeignKey(Examiner, models.CASCADE, related_name="reminders")
    due_on = models.DateField("到期日")
    days_ahead = models.PositiveSmallIntegerField()
    sent_to = models.EmailField("发往")
    sent_at = models.DateTimeField("发送时间")

    class Meta:
        verbose_name = "考评员到期提醒"
        ordering = ("-sent_at",)
        constraints = [
            models.UniqueConstraint(
                name="examiner_reminder_once", fields=("examiner", "due_on", "days_ahead", "sent_to")
            )
        ]
