"""Mail in practice mode: printed on the console, and the last ones kept to be read in the portal."""

import itertools
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend

from ostami import clock

KEPT = 50
_serial = itertools.count()


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that was sent in practice."""

    to: str
    subject: str
    body: str
    at: datetime


class PracticeMail(EmailBackend):
    """Prints every mail and keeps the last 50 as files that their owner alone can read."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Print and keep the mails; return how many were printed."""
        for message in email_messages:
            _keep(Mail(", ".join(message.to), str(message.subject), str(message.body), clock.now()))
        _drop_old()
        return super().send_messages(email_messages) or 0


def last_mails() -> list[Mail]:
    """Return the kept mails, newest first; none outside practice mode."""
    return list(_read(_files())) if settings.PRACTICE else []


def _folder() -> Path:
    return Path(settings.PRACTICE_MAIL_DIR)


def _files() -> list[Path]:
    """Return the kept files, newest first: by the file's own time, as the portal's clock can be set back."""
    return sorted(_folder().glob("*.json"), key=_written, reverse=True)


def _written(file: Path) -> tuple[int, str]:
    """Return when a file was written; the name, which counts up, tells mails of one instant apart."""
    try:
        return file.stat().st_mtime_ns, file.name
    except FileNotFoundError:  # another process dropped it
        return 0, file.name


def _keep(mail: Mail) -> None:
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{next(_serial):08d}-{secrets.token_hex(8)}"
    draft = folder / f"{name}.draft"
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        json.dump({**asdict(mail), "at": mail.at.isoformat()}, file, ensure_ascii=False)
    # A reader never meets half a mail.
    draft.rename(folder / f"{name}.json")


def _drop_old() -> None:
    for file in _files()[KEPT:]:
        file.unlink(missing_ok=True)


def _read(files: Sequence[Path]) -> Iterator[Mail]:
    for file in files:
        with suppress(FileNotFoundError):  # another process dropped it
            facts = json.loads(file.read_text())
            yield Mail(**{**facts, "at": datetime.fromisoformat(facts["at"])})
