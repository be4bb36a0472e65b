"""Rows with a file: both are stored, or neither; both go."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import models, transaction


class FileRow(models.Model):
    """A row with a `file`; a model under this one says where it lies."""

    file: models.FileField

    class Meta:
        abstract = True

    def delete_with_file(self) -> None:
        """Delete the row, and its file once that is certain."""
        storage, name = self.file.storage, str(self.file.name)
        self.delete()
        transaction.on_commit(partial(storage.delete, name))


class StoredFiles:
    """The files that one transaction has written so far."""

    def __init__(self) -> None:
        self._rows: list[FileRow] = []

    def store(self, row: FileRow, content: bytes | File[Any], *, suffix: str, stem: str = "") -> None:
        """Write the file under a name that tells nothing, such as ``4f…e1.pdf``, and then the row.

        A row that is stored once in its life can have its own `stem`: what a try left behind that failed too
        late to be taken back is replaced by the next.
        """
        name = f"{stem or uuid.uuid4().hex}{suffix}"
        if stem:
            row.file.storage.delete(row.file.field.generate_filename(row, name))
        sent = ContentFile(content) if isinstance(content, bytes) else content
        row.file.save(name, sent, save=False)
        self._rows.append(row)
        row.save()

    def take_back(self) -> None:
        """Delete what was written."""
        for row in self._rows:
            row.file.storage.delete(str(row.file.name))


@contextmanager
def stored_together() -> Iterator[StoredFiles]:
    """Open the transaction that stores rows with files; if it fails, the files that it wrote are deleted."""
    files = StoredFiles()
    try:
        with transaction.atomic():
            yield files
    except BaseException:
        files.take_back()
        raise
