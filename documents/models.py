"""Tables that were sent and wait for their confirmation."""

from datetime import timedelta
from typing import Self

from django.db import models

from accounts.models import User
from accounts.querysets import ScopedQuerySet
from documents.file_rows import FileRow
from ostami import clock

KEPT = timedelta(hours=24)


class TableUploadQuerySet(ScopedQuerySet["TableUpload"]):
    """Sent tables by scope and age."""

    def visible_to(self, user: User) -> Self:
        """Return the tables that the person sent, as long as they are kept."""
        return self.filter(owner=user, made_at__gt=clock.now() - KEPT)

    def expired(self) -> Self:
        """Return the tables that nobody confirmed in time."""
        return self.filter(made_at__lte=clock.now() - KEPT)


class TableUpload(FileRow):
    """A table that a person sent to one page, sealed, kept for 24 hours until they confirm its import."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="table_uploads")
    kind = models.CharField("导入页面", max_length=200)
    file = models.FileField("表格", upload_to="tables/")
    name = models.CharField("文件名", max_length=120)
    made_at = models.DateTimeField("上传时间", default=clock.now)

    objects = TableUploadQuerySet.as_manager()

    class Meta:
        verbose_name = "待导入表格"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name
