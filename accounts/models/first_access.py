"""The window in which a station gets in with its name and its code, to choose a password."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from accounts.models.people import User


class FirstAccess(models.Model):
    """A first access (首次登录) that staff opened for a station's main login.

    The row goes when the station has chosen a password, and when staff close the window or issue a first
    password instead. Its code by mail is kept as a keyed digest.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="first_access", verbose_name="用户")
    opens_at = models.DateTimeField("开放时间")
    closes_at = models.DateTimeField("关闭时间")
    opened_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="开放人"
    )
    mail_code_digest = models.CharField(max_length=64, blank=True, editable=False)
    mail_code_sent_at = models.DateTimeField("验证码发送时间", null=True, blank=True)
    mail_codes_sent = models.PositiveSmallIntegerField("已发送验证码次数", default=0)
    attempts = models.PositiveSmallIntegerField("验证码错误次数", default=0)

    class Meta:
        verbose_name = "首次登录窗口"
        constraints = [
            models.CheckConstraint(
                name="first_access_closes_after_it_opens",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message="首次登录窗口的关闭时间必须晚于开放时间。",
            )
        ]

    def __str__(self) -> str:
        return str(self.user)

    def is_open(self, at: datetime) -> bool:
        """Tell whether the code opens the account at the instant `at`, the closing instant excluded.

        A password that was set by whichever way closes the window for good.
        """
        return self.opens_at <= at < self.closes_at and not self.user.has_usable_password()
