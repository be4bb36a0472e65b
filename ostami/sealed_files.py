"""Storage for people's files: sealed at rest, out of every public path, opened only by a checked view."""

import base64
from pathlib import Path
from typing import Any, NoReturn

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

from ostami.sealing import seal, unseal


class SealedFiles(FileSystemStorage):
    """Files under ``MEDIA_ROOT``, each sealed for its own name."""

    def url(self, name: str | None) -> NoReturn:
        """Refuse: people's files have no address of their own."""
        raise ValueError(f"{name} is served by a checked view alone.")

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
