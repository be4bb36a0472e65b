"""The kinds of identity document as a table that staff keep: name, upload code, offered or not."""

from typing import Self

from django.db import models

from accounts.identity import DocumentType
from accounts.models import User
from accounts.querysets import ScopedQuerySet


class DocumentTypeRowQuerySet(ScopedQuerySet["DocumentTypeRow"]):
    """Rows, which are the same for everybody."""

    def visible_to(self, user: User) -> Self:
        """Return all: the table holds nothing that is anybody's own."""
        return self.all()


class DocumentTypeRow(models.Model):
    """What staff changed of one kind of identity document; a kind without a row has the default.

    How its number is checked is the kind's own rule in `accounts.identity`.
    """

    kind = models.CharField("证件种类", max_length=30, choices=DocumentType, unique=True)
    name = models.CharField("显示名称", max_length=30)
    upload_code = models.CharField("上报代码", max_length=10, blank=True)
    position = models.PositiveSmallIntegerField("排列顺序", default=0)
    is_offered = models.BooleanField("注册时可选", default=True)

    objects = DocumentTypeRowQuerySet.as_manager()

    class Meta:
        verbose_name = "证件类型"
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def audit_organisation(self) -> None:
        """The portal's own chain."""
