"""Looks at people's documents, which are recorded: who saw a full number, whose, and when."""

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch
from candidates.models import Enrolment, UploadKind
from ostami import clock
from workflow import audit

# Card, stamped form, certificates and proofs show the number in full; the portrait alone shows none.
IDENTITY_PICTURES = tuple(kind for kind in UploadKind if kind != UploadKind.PHOTO)


def record_form_download(enrolment: Enrolment, *, actor: User, as_what: str) -> None:
    """Record that staff took a personal form with its full document number; a candidate takes the own."""
    if actor.role == Role.CANDIDATE:
        return
    sentence = f"下载了个人申报表（{as_what}，含证件号码 {enrolment.candidate.masked_number}）"
    audit.record(enrolment, action="download", sentence=sentence, actor=actor)


def record_roster_download(batch: Batch, *, actor: User, as_what: str) -> None:
    """Record that somebody took a roster with its full document numbers."""
    audit.record(
        batch,
        action="download_roster",
        sentence=f"下载了考生花名册（{as_what}，含完整证件号码）",
        actor=actor,
    )


def record_batch_export(batch: Batch, *, actor: User, what: str, people: int) -> None:
    """Record that somebody took papers of a whole batch with full document numbers: one line for all."""
    audit.record(
        batch,
        action="export",
        sentence=f"导出了{what}（{people} 人，含完整证件号码）",
        actor=actor,
    )


def record_identity_look(enrolment: Enrolment, *, actor: User, kind: str) -> None:
    """Record, once a person and day, that staff opened pictures that show a full document number."""
    if actor.role == Role.CANDIDATE or kind not in IDENTITY_PICTURES:
        return
    _record_once_a_day(enrolment, actor=actor, action="look", sentence="查看了证件图片")


def record_scan_look(batch: Batch, *, actor: User) -> None:
    """Record, once a person and day, that staff opened pages of stamped forms that are nobody's yet."""
    sentence = "查看了待归入的盖章申报表图片（含完整证件号码）"
    _record_once_a_day(batch, actor=actor, action="look_scans", sentence=sentence)


def _record_once_a_day(target: Batch | Enrolment, *, actor: User, action: str, sentence: str) -> None:
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    if not audit.history_of(target).filter(action=action, actor=actor, at__gte=today).exists():
        audit.record(target, action=action, sentence=sentence, actor=actor)
