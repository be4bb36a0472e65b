"""Taking a picture into an enrolment."""

from collections.abc import Iterator
from datetime import datetime

from accounts.models import User
from candidates.guards import still_open
from candidates.models import Enrolment, EnrolmentStatus, Upload, UploadKind
from candidates.personal_form.materials import kinds_for
from candidates.pictures import CENTRED, Crop, portrait, sent_problem
from candidates.services.enrolments import locked_for_candidate
from documents.file_rows import stored_together
from documents.pictures import Picture, clean_picture
from ostami.policy import UPLOAD_MAX_BYTES, UPLOAD_SENT_MAX_BYTES
from ostami.problems import Problem, refuse_if
from workflow import audit


def store_upload(
    *,
    enrolment: Enrolment,
    kind: UploadKind,
    content: bytes,
    actor: User,
    at: datetime,
    crop: Crop = CENTRED,
) -> Upload:
    """Store a picture of the candidate's own enrolment, in place of the one of the same kind.

    Args:
        enrolment: the candidate's own.
        kind: what the picture shows.
        content: the file as it was sent, at most 10 MB; stored is 1 MB at most (guide 4.3-3).
        actor: the candidate.
        at: the instant of the act.
        crop: which part becomes the portrait; for other kinds it means nothing.

    Raises:
        BlockedError: the picture won't do, or the enrolment takes none of this kind in its state.
    """
    # The slow part comes before the lock.
    refuse_if(upload_problems(enrolment, kind))
    picture, advice = _prepared(content, kind, crop)
    with stored_together() as stored:
        row = locked_for_candidate(enrolment, actor)
        refuse_if(upload_problems(row, kind))
        old = row.uploads.filter(kind=kind).first()
        if old:
            old.delete_with_file()
        sentence = f"{'更换' if old else '上传'}了{kind.label}"
        audit.record(row, action="upload", sentence=sentence, actor=actor, at=at)
        upload = Upload(
            enrolment=row,
            kind=kind,
            content_type=picture.content_type,
            width=picture.width,
            height=picture.height,
            advice="\n".join(advice),
            uploaded_at=at,
        )
        stored.store(upload, picture.content, suffix=picture.suffix)
    return upload


def _prepared(content: bytes, kind: UploadKind, crop: Crop) -> tuple[Picture, list[str]]:
    """Return the picture to store, and what is doubtful about it."""
    problem = sent_problem(len(content))
    refuse_if([problem] if problem else [])
    if kind == UploadKind.PHOTO:
        return portrait(content, crop=crop)
    return clean_picture(content, max_bytes=UPLOAD_SENT_MAX_BYTES, stored_max=UPLOAD_MAX_BYTES), []


def upload_problems(enrolment: Enrolment, kind: UploadKind) -> Iterator[Problem]:
    """Yield why an enrolment takes no picture of a kind; after submission it takes the stamped form alone."""
    if kind != UploadKind.STAMPED_FORM:
        yield from still_open(enrolment)
        if kind not in kinds_for(enrolment.batch.candidate_type):
            yield Problem(f"本批次不需要提交{kind.label}", "4.5.1-3")
    elif enrolment.is_open:
        yield Problem("盖章申报表须在提交报名后上传", "4.3-3", "请先核对并提交报名，再打印、盖章")
    elif enrolment.status != EnrolmentStatus.SUBMITTED:
        yield Problem(
            f"盖章申报表已提交（当前状态为“{enrolment.get_status_display()}”），不能更换",
            "4.3-3",
            "如需更正，请联系考试站退回修改",
        )
