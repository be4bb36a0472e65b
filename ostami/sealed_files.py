"""Storage for people's files: sealed at rest, out of every public path, opened only by a checked view."""

import base64
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

from ostami.sealing import seal, unseal


class SealedFiles(FileSystemStorage):
    """Files under ``settings.PRIVATE_FILES``, each sealed for its own name, without an address of its own."""

    def __init__(self) -> None:
        super().__init__(location=settings.PRIVATE_FILES, base_url=None)

    def _save(self, name: str, content: File[Any]) -> str:
        body = base64.b64encode(content.read()).decode()
        # The name is reserved first: should another process take it between, the superclass picks a new one,
        # and the seal is bound to the name that was really given.
        saved: str = super()._save(name, ContentFile(b""))  # type: ignore[misc]  # not in the stubs
        Path(self.path(saved)).write_text(seal(body, place=f"file:{saved}"))
        return saved

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        sealed = Path(self.path(name)).read_text()
        return ContentFile(base64.b64decode(unseal(sealed, place=f"file:{name}")), name=name)
