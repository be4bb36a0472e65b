"""Every version of a public text that was ever written, and the files that go with it."""

from datetime import date
from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.querysets import ScopedQuerySet
from documents.file_rows import FileRow
from portal.models.texts import PublicText, TextKind, TextStatus
from workflow.models import AppendOnlyError


class TextVersionQuerySet(ScopedQuerySet["TextVersion"]):
    """Versions, which can be added and read, and nothing else."""

    def visible_to(self, user: User) -> Self:
        """Return the versions of the texts that the person edits."""
        return self.filter(text__in=PublicText.objects.visible_to(user))

    def latest(self) -> Self:  # type: ignore[override]  # the newest of every text, not one row by a date
        """Return the newest version of each text."""
        return self.filter(number=F("text__latest_number"))

    def public_on(self, day: date, kind: TextKind) -> Self:
        """Return what the public reads on a day, pages by place, notices pinned ones and newest first."""
        open_texts = Q(text__status=TextStatus.PUBLISHED) & (
            (Q(text__shown_from=None) | Q(text__shown_from__lte=day))
            & (Q(text__shown_until=None) | Q(text__shown_until__gte=day))
        )
        rows = self.filter(open_texts, text__kind=kind, number=F("text__published_number"))
        order = ("-text__pinned", "-text__shown_from", "text__position", "-text_id")
        return rows.select_related("text").order_by(*order)

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("Versions of a text are never changed.")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("Versions of a text are never deleted.")


class TextFile(FileRow):
    """A file that goes with versions of a notice."""

    text = models.ForeignKey(PublicText, models.PROTECT, related_name="files")
    file = models.FileField("附件", upload_to="texts/")
    name = models.CharField("文件名", max_length=150)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField("字节数")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    added_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = "公告附件"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class TextVersion(models.Model):
    """One version of a text as somebody saved it; what is brought back is written as a new one.

    Attributes:
        body: Markdown, as `portal.texts.markdown` reads it.
        written_by: who saved it; None for what came with the portal.
    """

    text = models.ForeignKey(PublicText, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    title = models.CharField("标题", max_length=80)
    summary = models.CharField("摘要", max_length=120, blank=True)
    body = models.TextField("正文")
    note = models.CharField("修改说明", max_length=200, blank=True)
    files = models.ManyToManyField(TextFile, related_name="versions")
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="修改人")
    written_at = models.DateTimeField("修改时间")

    objects = TextVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "栏目版本"
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(name="text_version_once", fields=("text", "number")),
            models.CheckConstraint(name="text_version_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"第 {self.number} 版"

    def save(self, **kwargs: Any) -> None:
        """Add the version; one that is stored already is never written again."""
        if not self._state.adding:
            raise AppendOnlyError("Versions of a text are never changed.")
        super().save(**kwargs)

    def delete(self, using: Any = None, keep_parents: bool = False) -> NoReturn:  # noqa: FBT001, FBT002
        """Refuse."""
        raise AppendOnlyError("Versions of a text are never deleted.")

    @property
    def writer(self) -> str:
        """Who wrote it, in words."""
        return str(self.written_by) if self.written_by else "随平台提供"
