"""Rows that hold a person's identity document, its number sealed."""

import uuid

from django.db import models

from accounts.identity import document_index, mask_number
from ostami.sealing import seal, unseal


class SealedDocument(models.Model):
    """A row with a document number: sealed for this row alone, found by a keyed digest, shown masked.

    A model under this one has a field `document_index`, indexed or unique as its own use needs.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document_sealed = models.TextField(editable=False)
    document_index: models.CharField[str, str]

    class Meta:
        abstract = True

    @property
    def _place(self) -> str:
        return f"{self._meta.label_lower}.document:{self.uid}"

    @property
    def document_number(self) -> str:
        """The number in full, empty where none is known; record the look wherever it is shown."""
        return unseal(self.document_sealed, place=self._place) if self.document_sealed else ""

    @document_number.setter
    def document_number(self, number: str) -> None:
        self.document_sealed = seal(number, place=self._place) if number else ""
        self.document_index = document_index(number) if number else ""

    @property
    def masked_number(self) -> str:
        """The number as lists show it."""
        return mask_number(self.document_number) if self.document_sealed else ""
