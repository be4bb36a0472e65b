"""Which pictures each candidate type hands in (guide 4.5.1-3)."""

from batches.models import CandidateType
from candidates.models import UploadKind

_EVERYBODY = (UploadKind.PHOTO, UploadKind.ID_FRONT, UploadKind.ID_BACK)
REQUIRED: dict[CandidateType, tuple[UploadKind, ...]] = {
    CandidateType.STUDENT: (*_EVERYBODY, UploadKind.STUDENT_CARD),
    CandidateType.IN_SERVICE: (*_EVERYBODY, UploadKind.WORK_PROOF),
    CandidateType.SOCIAL: (*_EVERYBODY, UploadKind.WORK_PROOF),
}
OPTIONAL: dict[CandidateType, tuple[UploadKind, ...]] = dict.fromkeys(
    CandidateType, (UploadKind.CERTIFICATE,)
)


def kinds_for(candidate_type: str) -> tuple[UploadKind, ...]:
    """Return the pictures that this candidate type hands in before submission, required ones first."""
    whom = CandidateType(candidate_type)
    return (*REQUIRED[whom], *OPTIONAL[whom])
