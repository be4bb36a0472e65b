"""A school that wants to apply, until it confirms its mail address."""

from django.db import models


class ApplicantRegistration(models.Model):
    """A registration that waits for its confirmation; organisation and login are made by that alone."""

    name = models.CharField("单位全称", max_length=100)
    province = models.CharField("所在省份", max_length=20)
    contact = models.CharField("联系人", max_length=50)
    phone = models.CharField("联系电话", max_length=30)
    email = models.EmailField("邮箱")
    password = models.CharField(max_length=128)  # hashed
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "申报单位注册"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name
