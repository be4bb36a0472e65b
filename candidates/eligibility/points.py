"""The points of eligibility that only a person can judge (guide 4.3, 4.7-1)."""

from django.db import models


class JudgedPoint(models.TextChoices):
    """A point of eligibility that needs a look (guide 4.3, 4.7-1)."""

    SUBJECT = "subject", "所学专业与申报工种"
    WORK = "work", "工作经历与年限"
    CERTIFICATE = "certificate", "已取得的证书"
    TITLE = "title", "职称"
    BIRTH_YEAR = "birth_year", "出生年份范围"
    HOURS = "hours", "培训学时"
    INTERNSHIP = "internship", "大三外出实习"
    SCHOOLING = "schooling", "学历与班别"
    CONFIRMATION = "confirmation", "其他条件（如专业评估论证）"
