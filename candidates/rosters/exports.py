"""What is exported of a whole batch: every personal form in one PDF, every picture in one archive."""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from accounts.models import User
from batches.models import Batch
from candidates.models import Enrolment, EnrolmentQuerySet, EnrolmentStatus, Upload
from candidates.rosters.export_choices import Whom
from candidates.selectors import ENROLMENT_FACTS
from candidates.sheets import personal_form
from documents.binding import bound
from documents.pdf import render_pdf
from documents.printed import Pdf
from ostami import clock
from ostami.downloads import safe_filename

# Printed together: more at once takes memory, fewer repeat the fonts more often.
PORTION = 20
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "application/pdf": "pdf"}

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Numbered:
    """An enrolment with its number: that on the roster, or of its first submission where all are meant."""

    number: int
    enrolment: Enrolment

    @property
    def folder(self) -> str:
        """The person's folder, such as ``003-林小禾``; safe on Windows, sorted as the roster is."""
        return safe_filename(f"{self.number:03d}-{self.enrolment.candidate.name}")


def people_of(batch: Batch, *, user: User, whom: str, item: int | None = None) -> list[Numbered]:
    """Return whose papers are meant, within the user's scope, in the order of the roster.

    Args:
        batch: the batch.
        user: in whose scope.
        whom: one of `Whom`.
        item: the key of the one batch item meant; all where absent. Numbers stay those of the whole roster.
    """
    mine = Enrolment.objects.visible_to(user).filter(batch=batch)
    if whom == Whom.ACCEPTED:
        numbered = [Numbered(number, one) for number, one in enumerate(_joined(mine.accepted()), start=1)]
    else:
        handed_in = mine.handed_in() if whom == Whom.ALL else mine.filter(status=EnrolmentStatus.SUBMITTED)
        numbered = [Numbered(one.sequence or 0, one) for one in _joined(handed_in.order_by("sequence"))]
    return [one for one in numbered if item in {None, one.enrolment.batch_item_id}]


def _joined(enrolments: EnrolmentQuerySet) -> EnrolmentQuerySet:
    return enrolments.select_related(*ENROLMENT_FACTS).prefetch_related("history", "uploads")


def forms_pdf(people: Sequence[Numbered], *, root: str, progress: Progress) -> Pdf:
    """Print the personal forms into one file, in the given order.

    Args:
        people: whose; full document numbers are printed.
        root: the portal's absolute address, for the forms' QR codes.
        progress: told after each portion how many of how many people are printed.
    """
    return bound(_portions(people, root, progress))


def _portions(people: Sequence[Numbered], root: str, progress: Progress) -> Iterator[Pdf]:
    for start in range(0, len(people), PORTION):
        portion = people[start : start + PORTION]
        yield render_pdf([personal_form(one.enrolment, root=root) for one in portion])
        progress(start + len(portion), len(people))


def write_uploads(people: Sequence[Numbered], target: IO[bytes], *, progress: Progress) -> None:
    """Write an archive of the people's pictures, one folder a person, one picture in memory at a time.

    Args:
        people: whose.
        target: where the archive goes.
        progress: told after each person how many of how many are packed.
    """
    # Pictures are compressed already.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for done, one in enumerate(people, start=1):
            for upload in one.enrolment.uploads.all():
                # Opened beside the row, which would keep what it read.
                with upload.file.storage.open(str(upload.file.name)) as picture:
                    archive.writestr(_entry(one, upload), picture.read())
            progress(done, len(people))


def _entry(one: Numbered, upload: Upload) -> zipfile.ZipInfo:
    ending = ENDINGS.get(upload.content_type, "jpg")
    at = upload.uploaded_at.astimezone(clock.SHANGHAI)
    return zipfile.ZipInfo(f"{one.folder}/{upload.get_kind_display()}.{ending}", at.timetuple()[:6])
