"""Photographs to a supervision report, and to the rectification that followed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from accounts.rights import Perm
from documents.file_rows import stored_together
from documents.pictures import Picture, clean_picture
from documents.upload_limits import clean_file_name
from exams.models import SupervisionPhoto, SupervisionReport, SupervisionReportStatus
from exams.supervising.drafting import own_draft, own_rectification
from ostami.policy import UPLOAD_MAX_BYTES, UPLOAD_SENT_MAX_BYTES
from ostami.problems import BlockedError, Problem, refuse_if
from stations.services.files import SentFile

MOST_PHOTOS = 12
# A rectification was handed in.
TOLD = (SupervisionReportStatus.RECTIFIED, SupervisionReportStatus.CLOSED)


def photos_of(report: SupervisionReport, *, of_rectification: bool) -> QuerySet[SupervisionPhoto]:
    """Return a report's own photographs, or those of the rectification."""
    return report.photos.filter(of_rectification=of_rectification)


def photos_shown(report: SupervisionReport, actor: User) -> QuerySet[SupervisionPhoto]:
    """Return the photographs that a person may see: a rectification's are the station's until handed in."""
    if rectification_shown(report, actor):
        return report.photos.all()
    return photos_of(report, of_rectification=False)


def rectification_shown(report: SupervisionReport, actor: User) -> bool:
    """Tell whether a person sees the rectification: once it was handed in, and its station before."""
    return report.status in TOLD or actor.has_right(Perm.RECTIFY)


def add_photos(
    *,
    report: SupervisionReport,
    actor: User,
    at: datetime,
    files: Sequence[SentFile],
    of_rectification: bool,
    caption: str = "",
) -> list[SupervisionPhoto]:
    """Store photographs encoded anew, all or none.

    Args:
        report: a draft, or one that its station puts right.
        actor: the supervisor, or the station.
        at: when the request arrived.
        files: what was sent.
        of_rectification: whether they show what was put right.
        caption: what they show.

    Raises:
        Http404: the report isn't in the actor's scope.
        PermissionDenied: the actor's role adds no such photographs.
        BlockedError: with a sentence for every file that won't do; there are too many; or the report is
            closed to changes.
    """
    with stored_together() as stored:
        row = _held(of_rectification)(report, actor)
        refuse_if(_too_many(row, len(files), of_rectification=of_rectification))
        pictures = _cleaned(files)
        made = [
            SupervisionPhoto(
                report=row,
                content_type=picture.content_type,
                caption=caption.strip(),
                of_rectification=of_rectification,
                added_at=at,
            )
            for picture in pictures
        ]
        for photo, picture in zip(made, pictures, strict=True):
            stored.store(photo, picture.content, suffix=picture.suffix)
    return made


@transaction.atomic
def remove_photo(*, photo: SupervisionPhoto, actor: User) -> None:
    """Delete a photograph while its report, or the rectification, is being written.

    Raises:
        Http404: it is gone already, or somebody else's.
        PermissionDenied: the actor's role deletes no such photographs.
        BlockedError: what it belongs to was handed in.
    """
    row = _held(photo.of_rectification)(photo.report, actor)
    found = row.photos.select_for_update().filter(pk=photo.pk).first()
    if found is None:
        raise Http404
    found.delete_with_file()


def _held(of_rectification: bool) -> Callable[[SupervisionReport, User], SupervisionReport]:  # noqa: FBT001  a photograph's own flag
    return own_rectification if of_rectification else own_draft


def _too_many(row: SupervisionReport, number: int, *, of_rectification: bool) -> Iterator[Problem]:
    there = photos_of(row, of_rectification=of_rectification).count()
    if there + number > MOST_PHOTOS:
        yield Problem(
            f"照片最多 {MOST_PHOTOS} 张，现有 {there} 张，又选了 {number} 张",
            remedy="请少选几张，或先删除不需要的",
            field="file",
        )


def _cleaned(files: Sequence[SentFile]) -> list[Picture]:
    pictures, problems = [], []
    for file in files:
        try:
            pictures.append(
                clean_picture(file.content, max_bytes=UPLOAD_SENT_MAX_BYTES, stored_max=UPLOAD_MAX_BYTES)
            )
        except BlockedError as blocked:
            problems += _named(file.name, blocked.problems)
    refuse_if(problems)
    return pictures


def _named(name: str, problems: Iterable[Problem]) -> list[Problem]:
    """Say of which file a problem is."""
    told = clean_file_name(name)
    return [replace(problem, text=f"“{told}”：{problem.text}", field="file") for problem in problems]
