"""What can be exported of a batch, and of whom."""

from django.db import models


class Content(models.TextChoices):
    """What can be exported of a batch."""

    FORMS = "forms", "个人申报表（按序号合并为一个 PDF）"
    UPLOADS = "uploads", "上传材料（ZIP 压缩包，每人一个文件夹）"


class Whom(models.TextChoices):
    """Of whom."""

    UNSTAMPED = "unstamped", "等待盖章的考生（已提交、待上传盖章表）"
    ACCEPTED = "accepted", "花名册上的考生（审核通过）"
    ALL = "all", "已提交报名的全部考生（不含未通过）"
