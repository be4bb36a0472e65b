"""Looks at people's document numbers, which are recorded: who saw a full number, whose, and when."""

from accounts.models import User
from examiners.models import Evidence, EvidenceKind, ExaminerApplication
from ostami import clock
from workflow import audit


def record_form_download(application: ExaminerApplication, *, actor: User, as_what: str) -> None:
    """Record that somebody took form F2 with its full document number; nothing where it holds none."""
    if application.document_sealed:
        sentence = f"下载了审批表（{as_what}，含证件号码 {application.masked_number}）"
        audit.record(application, action="download", sentence=sentence, actor=actor)


def record_scan_look(evidence: Evidence, *, actor: User) -> None:
    """Record, once a person and day, that staff opened the signed form, which shows the full number."""
    application = evidence.application
    own = application.organisation_id == actor.organisation_id
    if own or evidence.kind != EvidenceKind.SIGNED_FORM:
        return
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    if not audit.history_of(application).filter(action="look", actor=actor, at__gte=today).exists():
        audit.record(application, action="look", sentence="查看了签字盖章的审批表", actor=actor)
