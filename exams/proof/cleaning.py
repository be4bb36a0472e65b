"""Making what was sent fit to be kept: decoded, dated, stripped, encoded anew."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from documents.attachments import CleanFile, clean_attachment
from documents.capture_dates import captured_on
from documents.decoding import decoded_picture
from documents.picture_notes import with_note
from documents.pictures import picture_within
from documents.upload_limits import MEGABYTE, clean_file_name, file_refusal, size_problem
from exams.models import DATED, DateSource, EvidenceKind
from exams.proof.rules import SHORTEST_SIDE, Declaration, capture_date, takes
from ostami.problems import BlockedError, Problem, refuse_if
from stations.services.files import FILE_MAX_BYTES, SentFile

STORED_MAX_BYTES = 2 * MEGABYTE
SOURCE_WORDS = {DateSource.CAMERA: "", DateSource.DECLARED: "（上传人填写）"}


@dataclass(frozen=True, slots=True)
class CleanEvidence:
    """A file that may be kept, and the day of a photograph."""

    file: CleanFile
    taken_on: date | None = None
    source: DateSource | None = None

    @property
    def digest(self) -> str:
        """The SHA-256 of what is kept."""
        return hashlib.sha256(self.file.content).hexdigest()


def cleaned(
    kind: EvidenceKind, files: Sequence[SentFile], declared: Declaration, *, exam_date: date, today: date
) -> list[CleanEvidence]:
    """Return the files to keep, in their order.

    Raises:
        BlockedError: with a sentence for every file that won't do, named where there are several.
    """
    clean: list[CleanEvidence] = []
    problems: list[Problem] = []
    for sent in files:
        try:
            clean.append(_one(kind, sent, declared, exam_date=exam_date, today=today))
        except BlockedError as blocked:
            problems += _named(sent.name, blocked.problems, alone=len(files) == 1)
    refuse_if(problems)
    return clean


def _one(
    kind: EvidenceKind, sent: SentFile, declared: Declaration, *, exam_date: date, today: date
) -> CleanEvidence:
    if kind in DATED:
        return dated_photo(sent, declared, exam_date=exam_date, today=today)
    return CleanEvidence(
        clean_attachment(sent.content, sent.name, kinds=takes(kind), max_bytes=FILE_MAX_BYTES)
    )


def dated_photo(sent: SentFile, declared: Declaration, *, exam_date: date, today: date) -> CleanEvidence:
    """Return a photograph with its day in the lower right corner, without its metadata (guide 4.6-6).

    Raises:
        BlockedError: the file is no picture that can be kept, or its day won't do.
    """
    problem = size_problem(len(sent.content), max_bytes=FILE_MAX_BYTES)
    refuse_if([problem] if problem else [])
    image, _ = decoded_picture(sent.content)
    if min(image.size) < SHORTEST_SIDE:
        raise file_refusal(
            f"照片为 {image.width} × {image.height} 像素，看不清考场情况",
            f"请上传短边不少于 {SHORTEST_SIDE} 像素的原件",
        )
    taken, source = capture_date(captured_on(sent.content), declared, exam_date=exam_date, today=today)
    noted = with_note(image, f"拍摄日期 {taken}{SOURCE_WORDS[source]}")
    picture = picture_within(noted, max_bytes=STORED_MAX_BYTES)
    name = clean_file_name(sent.name)
    return CleanEvidence(
        CleanFile(picture.content, picture.content_type, picture.suffix, name), taken, source
    )


def _named(name: str, problems: Sequence[Problem], *, alone: bool) -> list[Problem]:
    """Say of which file a problem is, where several were sent."""
    if alone:
        return list(problems)
    return [replace(problem, text=f"“{clean_file_name(name)}”：{problem.text}") for problem in problems]
