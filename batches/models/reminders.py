"""Reminders that were sent, so that none goes twice."""

from django.db import models

from accounts.models import Organisation
from batches.models.batches import Batch


class BatchReminderKind(models.TextChoices):
    """What a station is reminded of."""

    ROSTER = "roster", "花名册提交截止"
    PAPERS = "papers", "试卷签收开始"
    EXAM = "exam", "考试日期"


class BatchReminder(models.Model):
    """One mail to a station before a deadline of a batch: a changed date has deadlines of its own."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="reminders", verbose_name="批次")
    kind = models.CharField("事项", max_length=20, choices=BatchReminderKind)
    due_on = models.DateField("到期日")
    days_ahead = models.PositiveSmallIntegerField("提前天数")
    sent_at = models.DateTimeField("发送时间")
    sent_to = models.EmailField("收件邮箱")

    class Meta:
        verbose_name = "批次提醒"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                name="batch_reminder_once", fields=("batch", "kind", "due_on", "days_ahead")
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.get_kind_display()} {self.due_on}（提前 {self.days_ahead} 天）"


class ApprovalReminder(models.Model):
    """One mail a day to an organisation whose approvals are due or late."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="approval_reminders", verbose_name="机构"
    )
    sent_on = models.DateField("发送日期")
    cases = models.PositiveIntegerField("事项数")
    sent_to = models.EmailField("收件邮箱")

    class Meta:
        verbose_name = "审批提醒"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(name="approval_reminder_once_a_day", fields=("organisation", "sent_on"))
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.sent_on}：{self.cases} 件"
