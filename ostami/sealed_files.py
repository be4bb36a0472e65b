"""Storage for people's files: sealed at rest, out of every public path, opened only by a checked view.

A file of at most one portion is one sealed token. A larger one is sealed portion by portion, a token a line,
so that neither writing nor reading it holds it in memory. Each portion is sealed for its place in its file,
and the last one as the last: portions that are missing, moved or exchanged don't open.
"""

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

from ostami.sealing import seal, unseal

PORTION = 1024 * 1024  # bytes


class SealedFiles(FileSystemStorage):
    """Files under ``MEDIA_ROOT``, each sealed for its own name."""

    def url(self, name: str | None) -> NoReturn:
        """Refuse: people's files have no address of their own."""
        raise ValueError(f"{name} is served by a checked view alone.")

    def _save(self, name: str, content: File[Any]) -> str:
        # The name is reserved first: should another process take it between, the superclass picks a new one,
        # and the seal is bound to the name that was really given.
        saved: str = super()._save(name, ContentFile(b""))  # type: ignore[misc]  # not in the stubs
        with Path(self.path(saved)).open("w") as target:
            target.writelines(_sealed(content, name=saved))
        return saved

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        source = Path(self.path(name)).open()  # noqa: SIM115  closed by who reads, or below
        first = source.readline()
        if first.endswith("\n"):
            source.seek(0)
            return File(io.BufferedReader(_Portions(source, name)), name=name)
        source.close()
        return ContentFile(_opened(first, place=_place(name)), name=name)


def portions_of(file: Any) -> Iterator[bytes]:
    """Yield what a row's file holds, portion by portion."""
    # Opened beside the row, which would keep what it read.
    with file.storage.open(str(file.name)) as source:
        while portion := source.read(PORTION):
            yield portion


class _Portions(io.RawIOBase):
    """The bytes of a file that was sealed portion by portion, read once from the beginning."""

    def __init__(self, source: io.TextIOBase, name: str) -> None:
        self._source = source
        self._portions = _unsealed(source, name=name)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        """Fill `target` as far as the present portion goes."""
        self._left = self._left or next(self._portions, b"")
        taken = self._left[: len(target)]
        target[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)

    def close(self) -> None:
        """Close the sealed file too."""
        self._source.close()
        super().close()


def _sealed(content: File[Any], *, name: str) -> Iterator[str]:
    portion, following = content.read(PORTION), content.read(PORTION)
    if not following:
        yield _closed(portion, place=_place(name))
        return
    number = 0
    while portion:
        yield _closed(portion, place=_place(name, number, last=not following)) + "\n"
        portion, following, number = following, content.read(PORTION), number + 1


def _unsealed(source: io.TextIOBase, *, name: str) -> Iterator[bytes]:
    """Yield the portions.

    Raises:
        SealBrokenError: one of them was changed, or the file was cut off.
    """
    token, number = source.readline(), 0
    while token:
        following = source.readline()
        yield _opened(token.rstrip("\n"), place=_place(name, number, last=not following))
        token, number = following, number + 1


def _place(name: str, number: int | None = None, *, last: bool = False) -> str:
    portion = "" if number is None else f":{number}{':last' if last else ''}"
    return f"file:{name}{portion}"


def _closed(portion: bytes, *, place: str) -> str:
    return seal(base64.b64encode(portion).decode(), place=place)


def _opened(token: str, *, place: str) -> bytes:
    return base64.b64decode(unseal(token, place=place))
