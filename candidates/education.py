"""Which schools a person went to, as the forms offer them."""

from django.db import models


class Education(models.TextChoices):
    """文化程度 as the forms offer it."""

    JUNIOR = "junior", "初中"
    SENIOR = "senior", "高中"
    VOCATIONAL = "vocational", "中专/职高/技校"
    SENIOR_WORKER = "senior_worker", "高级技工学校"
    COLLEGE = "college", "大专"
    BACHELOR = "bachelor", "本科"
    GRADUATE = "graduate", "研究生"
