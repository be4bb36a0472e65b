"""Taking files into an application, and out of it again."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.http import Http404

from accounts.models import User
from documents.attachments import AttachmentKinds, CleanFile, clean_attachment
from documents.file_rows import stored_together
from documents.upload_limits import MEGABYTE, clean_file_name
from ostami.problems import BlockedError, Problem, refuse_if
from stations.models import ApplicationKind, Attachment, AttachmentKind, StationApplication
from stations.sections import MOST_FILES, REQUIRED_FILES
from stations.services.drafting import own_draft

FILE_MAX_BYTES = 10 * MEGABYTE


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it was sent."""

    name: str
    content: bytes


def takes(kind: AttachmentKind) -> AttachmentKinds:
    """Return which files do for a kind of attachment."""
    return AttachmentKinds.PICTURE if kind == AttachmentKind.PHOTO else AttachmentKinds.PICTURE_OR_PDF


def most_of(kind: AttachmentKind) -> int:
    """Return how many files of a kind an application may have."""
    return MOST_FILES.get(kind, 1)


def store_attachments(
    *,
    application: StationApplication,
    kind: AttachmentKind,
    files: Sequence[SentFile],
    actor: User,
    at: datetime,
) -> list[Attachment]:
    """Store files of one kind, all or none; of a kind that is single the new file replaces the old one.

    Raises:
        BlockedError: with a sentence for every file that won't do; or there are too many, the application
            takes none of the kind, or it was handed in.
    """
    with stored_together() as stored:
        row = own_draft(application, actor)
        refuse_if(_place_problems(row, kind, len(files)))
        clean = _cleaned(kind, files)
        if most_of(kind) == 1:
            for old in row.attachments.filter(kind=kind):
                old.delete_with_file()
        refuse_if(_repeats(row, kind, clean))
        made = [_attachment(row, kind, file, at) for file in clean]
        for attachment, file in zip(made, clean, strict=True):
            stored.store(attachment, file.content, suffix=file.suffix)
    return made


@transaction.atomic
def remove_attachment(*, attachment: Attachment, actor: User) -> None:
    """Delete a file of an open application.

    Raises:
        BlockedError: the application was handed in.
        Http404: the file is gone already, or somebody else's.
    """
    row = own_draft(attachment.application, actor)
    found = row.attachments.select_for_update().filter(pk=attachment.pk).first()
    if found is None:
        raise Http404
    found.delete_with_file()


def _place_problems(application: StationApplication, kind: AttachmentKind, number: int) -> Iterator[Problem]:
    if kind not in REQUIRED_FILES[ApplicationKind(application.kind)]:
        yield Problem(
            f"{application.get_kind_display()}不需要上传{kind.label}",
            remedy="请从页面上的材料中选择",
            field="file",
        )
    most = most_of(kind)
    there = application.attachments.filter(kind=kind).count() if most > 1 else 0
    if there + number > most:
        yield Problem(
            f"{kind.label}最多 {most} 个文件，现有 {there} 个，又选了 {number} 个",
            remedy="请少选几个，或先删除不需要的",
            field="file",
        )


def _cleaned(kind: AttachmentKind, files: Sequence[SentFile]) -> list[CleanFile]:
    clean, problems = [], []
    for file in files:
        try:
            clean.append(
                clean_attachment(file.content, file.name, kinds=takes(kind), max_bytes=FILE_MAX_BYTES)
            )
        except BlockedError as blocked:
            problems += _named(file.name, blocked.problems, alone=len(files) == 1)
    refuse_if(problems)
    return clean


def _named(name: str, problems: Iterable[Problem], *, alone: bool) -> list[Problem]:
    """Say of which file a problem is, where several were sent."""
    if alone:
        return list(problems)
    return [replace(problem, text=f"“{clean_file_name(name)}”：{problem.text}") for problem in problems]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _repeats(row: StationApplication, kind: AttachmentKind, files: list[CleanFile]) -> Iterator[Problem]:
    """One picture sent five times isn't five pictures."""
    seen = dict(row.attachments.filter(kind=kind).values_list("digest", "name"))
    for file in files:
        digest = _digest(file.content)
        if digest in seen:
            yield Problem(
                f"“{file.name}”与“{seen[digest]}”是同一个文件", remedy="请不要重复上传", field="file"
            )
        seen[digest] = file.name


def _attachment(row: StationApplication, kind: AttachmentKind, file: CleanFile, at: datetime) -> Attachment:
    return Attachment(
        application=row,
        kind=kind,
        name=file.true_name,
        content_type=file.content_type,
        size=len(file.content),
        digest=_digest(file.content),
        uploaded_at=at,
    )
