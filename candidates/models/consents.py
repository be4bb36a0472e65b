"""Which privacy text a person agreed to, and when."""

from django.db import models

from accounts.models import User


class Consent(models.Model):
    """One person's consent to one version of the privacy text (个人信息保护法 13, 14, 29)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="consents", verbose_name="账号")
    version = models.CharField("版本", max_length=20)
    agreed_at = models.DateTimeField("同意时间")

    class Meta:
        verbose_name = "个人信息处理同意"
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(name="consent_once_a_version", fields=("user", "version"))]

    def __str__(self) -> str:
        return f"{self.user}：{self.version} 版"
