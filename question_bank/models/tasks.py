"""Practical tasks."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation, User
from documents.file_rows import FileRow
from question_bank.models.questions import OPEN, ItemQuerySet, ItemStatus
from question_bank.models.sealed import SealedRow
from question_bank.task_content import TaskContent, read_task_content
from scope_catalog.levels import Level
from scope_catalog.models import Trade
from workflow.lifecycle import Case


class PracticalTask(SealedRow, FileRow, Case):
    """A practical task as its Word document says: task, materials, tools, time and a scoring table of 100.

    What was read from the document is sealed as JSON (`question_bank.task_content`); the document itself lies
    in the sealing storage.
    """

    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="practical_tasks", verbose_name="所属机构"
    )
    trade = models.ForeignKey(Trade, models.PROTECT, related_name="practical_tasks", verbose_name="工种")
    level = models.PositiveSmallIntegerField("等级", choices=Level)
    minutes = models.PositiveSmallIntegerField("考核时间（分钟）")
    file = models.FileField("文档", upload_to="tasks/")
    status = models.CharField(
        "状态", max_length=20, choices=ItemStatus, default=ItemStatus.DRAFT, editable=False
    )
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="出题人")
    written_at = models.DateTimeField("出题时间")
    used_at = models.DateTimeField("首次使用", null=True, editable=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = "实操试题"
        ordering = ("-pk",)
        constraints = [models.CheckConstraint(name="task_minutes_positive", condition=Q(minutes__gt=0))]

    def __str__(self) -> str:
        """Return a name without the task's own words: messages and the history are read by more people."""
        return f"实操试题 {self.pk}"

    def get_absolute_url(self) -> str:
        """Return the task's page."""
        return reverse("question_bank:task", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The owner's chain."""
        return self.owner

    @property
    def content(self) -> TaskContent:
        """The task's words in clear."""
        return read_task_content(self.sealed_text)

    @content.setter
    def content(self, content: TaskContent) -> None:
        self.sealed_text = content.as_text()

    @property
    def title(self) -> str:
        """What the task is called: its own words too, for those who may read it."""
        return self.content.title

    @property
    def is_open(self) -> bool:
        """Tell whether it can still be changed."""
        return self.status in OPEN


class TaskPicture(FileRow):
    """A drawing out of the document, encoded anew."""

    task = models.ForeignKey(PracticalTask, models.CASCADE, related_name="pictures")
    file = models.FileField("图样", upload_to="tasks/")
    content_type = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = "实操试题图样"
        ordering = ("place", "pk")

    def __str__(self) -> str:
        return f"图 {self.place}"
