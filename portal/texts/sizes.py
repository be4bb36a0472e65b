"""Files of a version beside how large they are, in words."""

from documents.upload_limits import MEGABYTE, shown_megabytes
from portal.models import TextFile, TextVersion

KILOBYTE = 1024


def with_sizes(version: TextVersion) -> list[tuple[TextFile, str]]:
    """Return a version's files, each with its size."""
    return [(file, _words(file.size)) for file in version.files.all()]


def _words(size: int) -> str:
    return shown_megabytes(size) if size >= MEGABYTE else f"{max(1, round(size / KILOBYTE))} KB"
