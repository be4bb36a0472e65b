"""The code on a personal form, and the stamped form that a station hands in for its candidate."""

import secrets
from collections.abc import Iterator
from datetime import datetime

from django.http import Http404

from accounts.models import User
from candidates.models import Enrolment, EnrolmentStatus, Upload, UploadKind
from candidates.stamping.codes import CODE_ALPHABET, CODE_LENGTH
from documents.file_rows import stored_together
from documents.paper_pictures import whole_paper
from documents.pictures import Picture, picture_within
from documents.upload_limits import size_problem
from ostami.policy import UPLOAD_MAX_BYTES, UPLOAD_SENT_MAX_BYTES
from ostami.problems import Problem, refuse_if
from workflow.lifecycle import Step, perform

FORM_MAX_PAGES = 3  # a long history goes on overleaf


def new_form_code(step: Step[Enrolment]) -> None:
    """Give the form a new code: a form that was printed before its return finds nothing any more."""
    step.case.form_code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def attach_stamped_form(*, enrolment: Enrolment, content: bytes, actor: User, at: datetime) -> Enrolment:
    """Hand in the stamped form that a station's staff sends for a candidate; it goes to review.

    Args:
        enrolment: of the station's own batch, submitted and without a stamped form.
        content: a picture, or a PDF of at most `FORM_MAX_PAGES` pages, as it was sent.
        actor: the station's login.
        at: when it was sent.

    Raises:
        BlockedError: the file won't do, or the enrolment takes no stamped form in its state.
        Http404: it lies outside the actor's scope.
    """
    problem = size_problem(len(content), max_bytes=UPLOAD_SENT_MAX_BYTES, noun="文件")
    refuse_if([problem] if problem else [])
    refuse_if(stamp_problems(enrolment))
    picture = picture_within(whole_paper(content, max_pages=FORM_MAX_PAGES), max_bytes=UPLOAD_MAX_BYTES)
    return attach_picture(enrolment=enrolment, picture=picture, actor=actor, at=at)


def attach_picture(*, enrolment: Enrolment, picture: Picture, actor: User, at: datetime) -> Enrolment:
    """Store a clean picture as the enrolment's stamped form and hand it in, both or neither.

    Raises:
        BlockedError: the enrolment takes no stamped form in its state, or enrolment has closed.
        Http404: it lies outside the actor's scope.
    """
    with stored_together() as stored:
        row = _locked(enrolment, actor)
        refuse_if(stamp_problems(row))
        for old in row.uploads.filter(kind=UploadKind.STAMPED_FORM):
            old.delete_with_file()
        upload = Upload(
            enrolment=row,
            kind=UploadKind.STAMPED_FORM,
            content_type=picture.content_type,
            width=picture.width,
            height=picture.height,
            uploaded_at=at,
        )
        stored.store(upload, picture.content, suffix=picture.suffix)
        return perform(row, "stamp_for", actor=actor, at=at)


def _locked(enrolment: Enrolment, actor: User) -> Enrolment:
    rows = Enrolment.objects.visible_to(actor)
    # Locked by its key alone: the scope joins, and would lock, batch and station too.
    found: Enrolment | None = (
        Enrolment.objects.order_by()
        .select_for_update(of=("self",), no_key=True)
        .filter(pk=enrolment.pk)
        .first()
    )
    if found is None or not rows.filter(pk=enrolment.pk).exists():
        raise Http404
    return found


STANDS = {
    EnrolmentStatus.STAMPED: ("已有盖章申报表，正在待审核", "如表有误，请先退回修改"),
    EnrolmentStatus.ACCEPTED: ("的盖章申报表已审核通过", ""),
    EnrolmentStatus.RETURNED: ("的报名已退回修改，这份申报表作废", "请待考生重新提交，用新打印的申报表盖章"),
    EnrolmentStatus.REJECTED: ("的报名未通过，不再收盖章申报表", ""),
    EnrolmentStatus.DRAFT: ("还没有提交报名", "请考生先提交报名"),
}


def stamp_problems(enrolment: Enrolment) -> Iterator[Problem]:
    """Yield why an enrolment takes no stamped form from its station in its state."""
    if enrolment.status != EnrolmentStatus.SUBMITTED:
        text, remedy = STANDS[EnrolmentStatus(enrolment.status)]
        yield Problem(f"{enrolment.candidate.name}{text}", "4.3-3", remedy)
