"""Rows whose words are sealed: neither the database nor its dumps hold a question in clear."""

import uuid

from django.db import models

from ostami.sealing import seal, unseal


class SealedRow(models.Model):
    """A row with a text that is sealed for this row alone."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sealed = models.TextField(editable=False)

    class Meta:
        abstract = True

    @property
    def sealed_text(self) -> str:
        """The text in clear."""
        return unseal(self.sealed, place=self._place)

    @sealed_text.setter
    def sealed_text(self, text: str) -> None:
        self.sealed = seal(text, place=self._place)

    @property
    def _place(self) -> str:
        return f"{self._meta.label_lower}:{self.uid}"
