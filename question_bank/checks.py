"""System checks: what papers need of the machine."""

import os
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.files.storage import FileSystemStorage

from question_bank.papers.vault import key_storage


@register()
def check_paper_keys(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """Check that keys of papers can be written where they are kept."""
    storage = key_storage()
    if not isinstance(storage, FileSystemStorage) or _can_write(Path(storage.location)):
        return []
    return [
        Error(
            f"The keys of papers can't be written to {storage.location}: no paper can be sealed.",
            hint="Let the portal's user own this directory (mode 0700), named by OSTAMI_PAPER_KEYS.",
            id="question_bank.E001",
        )
    ]


def _can_write(directory: Path) -> bool:
    """Tell whether files can be made in a directory, or, where it is absent, the directory itself."""
    there = next(place for place in (directory, *directory.parents) if place.exists())
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)
