"""A job: long work that people can see."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from ostami import clock


class JobState(models.TextChoices):
    """How far a job is."""

    WAITING = "waiting", "等待中"
    RUNNING = "running", "进行中"
    FINISHED = "finished", "已完成"
    FAILED = "failed", "未完成"


class JobQuerySet(ScopedQuerySet["Job"]):
    """Jobs by scope."""

    def visible_to(self, user: User) -> Self:
        """Return the jobs that the person started, as long as their results are kept."""
        kept = Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now())
        return self.filter(kept, owner=user)


class Job(models.Model):
    """Work that takes longer than a page: run by the worker in its owner's scope, its result kept."""

    kind = models.CharField(max_length=60)
    label = models.CharField("任务", max_length=200)
    owner = models.ForeignKey(User, models.CASCADE, related_name="jobs")
    params = models.JSONField(default=dict)
    state = models.CharField("状态", max_length=20, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    result = models.FileField(upload_to="jobs/", blank=True)
    result_name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField("开始时间", default=clock.now)
    expires_at = models.DateTimeField("结果保留至", null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "后台任务"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.label

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more will happen to it."""
        return self.state in {JobState.FINISHED, JobState.FAILED}

    @property
    def percent(self) -> int:
        """Return how much is done, 0 to 100."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def audit_organisation(self) -> Organisation | None:
        """Return the owner's organisation."""
        return self.owner.organisation
