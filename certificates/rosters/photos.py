"""The photo sheet (照片排序表): who passed, in roster order, to lay out and check the printed photos by."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, prefetch_related_objects

from batches.models import Batch
from candidates.models import Enrolment, Upload, UploadKind
from certificates.rosters.standing import is_revoked, person_of
from documents.binding import bound
from documents.pdf import render_html_pdf
from documents.watermarks import data_url, practice_mark
from exams.selectors import qualified

if TYPE_CHECKING:
    from documents.printed import Pdf

Progress = Callable[[int, int], None]
COLUMNS, ROWS = 4, 4
PHOTOS_A_PAGE = COLUMNS * ROWS
# Pages that are printed at once: their pictures are in memory together.
PAGES_A_PORTION = 6
TAIL = 4
MIDDLING_NAME, LONG_NAME = 8, 16
NO_PHOTO, UNREADABLE = "缺照片", "照片无法读取"


@dataclass(frozen=True, slots=True)
class PrintedPhoto:
    """One place of the sheet; without a `photo` it shows `lack`."""

    number: int
    name: str
    tail: str
    photo: str
    lack: str
    revoked: bool = False

    @property
    def size(self) -> str:
        """How large the name is set, so that it is never cut off."""
        length = len(self.name)
        return "long" if length > LONG_NAME else "middling" if length > MIDDLING_NAME else ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's rows of places, and its number among all."""

    rows: list[list[PrintedPhoto]]
    number: int


def photo_sheet(batch: Batch, *, progress: Progress | None = None) -> "Pdf":
    """Print the portraits of those who passed, 2 inches (35 × 53 mm) large, with cut marks (guide 4.6-3).

    Under each stand the number in the order of submission, the name and the document number's tail. A photo
    fills its frame as it does on the certificate.

    Args:
        batch: its station's organisation joined.
        progress: told after each portion how many people of how many are printed.
    """
    return bound(_portions(batch, list(qualified(batch)), progress))


def _portions(batch: Batch, people: Sequence[Enrolment], progress: Progress | None) -> Iterator["Pdf"]:
    size = PHOTOS_A_PAGE * PAGES_A_PORTION
    for first in range(0, len(people), size):
        places = list(_places(people[first : first + size], first))
        words = {
            "batch": batch,
            "people": len(people),
            "pages": _pages(places, first // PHOTOS_A_PAGE),
            "page_count": -(-len(people) // PHOTOS_A_PAGE),
            "mark": practice_mark() or "",
        }
        yield render_html_pdf("certificates/rosters/photos.html", words)
        if progress:
            progress(first + len(places), len(people))


def _places(people: Sequence[Enrolment], before: int) -> Iterator[PrintedPhoto]:
    photos = Prefetch("uploads", Upload.objects.filter(kind=UploadKind.PHOTO), to_attr="portraits")
    prefetch_related_objects(people, photos, "certificates")
    for number, enrolment in enumerate(people, start=before + 1):
        person = person_of(enrolment)
        found: list[Upload] = enrolment.portraits  # type: ignore[attr-defined]  # prefetched
        photo, lack = _picture(found)
        tail = person.document_number[-TAIL:]
        yield PrintedPhoto(number, person.name, tail, photo, lack, revoked=is_revoked(enrolment))


def _picture(found: list[Upload]) -> tuple[str, str]:
    """Return the portrait as a data: URL, or in words why there is none: one lost file stops no sheet."""
    if not found:
        return "", NO_PHOTO
    try:
        with found[0].file.open() as file:
            return data_url(file.read(), found[0].content_type), ""
    except OSError:
        return "", UNREADABLE


def _pages(places: list[PrintedPhoto], before: int) -> list[Page]:
    rows = [places[first : first + COLUMNS] for first in range(0, len(places), COLUMNS)]
    starts = range(0, len(rows), ROWS)
    return [Page(rows[first : first + ROWS], before + number) for number, first in enumerate(starts, start=1)]
