"""Messages in people's inboxes, and which of them each person wants by mail."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.querysets import ScopedQuerySet


class Topic(models.TextChoices):
    """What a message is about."""

    TODO = "todo", "待我办理"
    DECISION = "decision", "办理结果"
    DEADLINE = "deadline", "截止提醒"
    EXAM = "exam", "考试与成绩"
    CERTIFICATE = "certificate", "证书与结算"


class How(models.TextChoices):
    """Whether a message goes by mail as well; the inbox has it in any case."""

    AT_ONCE = "at_once", "立即发邮件"
    DAILY = "daily", "每天汇总一封"
    NONE = "none", "不发邮件"


class MessageQuerySet(ScopedQuerySet["Message"]):
    """Messages by scope."""

    def visible_to(self, user: User) -> Self:
        """Return the person's own: what goes to an office is written to each of its people."""
        return self.filter(user=user)

    def unread(self) -> Self:
        """Return those that weren't opened."""
        return self.filter(read_at=None)


class Message(models.Model):
    """One thing that one person was told.

    Attributes:
        title: one sentence, which says what happened.
        text: the whole, as a mail says it.
        address: the page that it leads to.
        once: names what was told where it is told on a timetable, so that no second run tells it again.
        waits: whether it waits for the person's daily mail.
        mailed_on: the day of the daily mail that it went with.
    """

    user = models.ForeignKey(
        User, models.CASCADE, related_name="messages", db_index=False, verbose_name="收件人"
    )
    topic = models.CharField("类别", max_length=20, choices=Topic)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("内容")
    address = models.CharField("页面", max_length=300)
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True, editable=False)
    once = models.CharField(max_length=100, blank=True, editable=False)
    waits = models.BooleanField(default=False, editable=False)
    mailed_on = models.DateField("汇总邮件日期", null=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "消息"
        ordering = ("-pk",)
        indexes = [
            models.Index(fields=("user", "-id"), name="message_of_user"),
            # Every page shows how many are unread.
            models.Index(fields=("user",), condition=Q(read_at=None), name="message_unread"),
            models.Index(fields=("user",), condition=Q(waits=True), name="message_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(fields=("user", "once"), condition=~Q(once=""), name="message_told_once")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the message's page."""
        return reverse("portal:inbox:message", kwargs={"pk": self.pk})


class MailChoice(models.Model):
    """How one person wants one topic by mail."""

    user = models.ForeignKey(User, models.CASCADE, related_name="mail_choices", db_index=False)
    topic = models.CharField("类别", max_length=20, choices=Topic)
    how = models.CharField("邮件", max_length=10, choices=How)

    class Meta:
        verbose_name = "邮件设置"
        constraints = [models.UniqueConstraint(fields=("user", "topic"), name="mail_choice_once")]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}：{self.get_how_display()}"
