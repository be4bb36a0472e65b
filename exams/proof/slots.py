"""The evidence page's rows: one a kind, with what is there and what it takes."""

from dataclasses import dataclass

from documents.attachments import AttachmentKinds
from exams.models import DATED, EvidenceKind, ExamEvidence
from exams.proof.rules import HINTS, MOST_FILES, takes
from exams.proof.selectors import ItemEvidence


@dataclass(frozen=True, slots=True)
class Slot:
    """One kind of a trade's evidence as the page shows it."""

    kind: EvidenceKind
    rows: list[ExamEvidence]
    needed: bool
    complete: bool
    failed: bool

    @property
    def hint(self) -> str:
        """What it has to show."""
        return HINTS[self.kind]

    @property
    def takes(self) -> AttachmentKinds:
        """Which files do."""
        return takes(self.kind)

    @property
    def dated(self) -> bool:
        """Tell whether it is of photographs with a day."""
        return self.kind in DATED

    @property
    def filmed(self) -> bool:
        """Tell whether it takes a film or its address instead of other files."""
        return self.kind == EvidenceKind.VIDEO

    @property
    def full(self) -> bool:
        """Tell whether nothing more can be added."""
        return len(self.rows) >= MOST_FILES

    @property
    def lacking(self) -> bool:
        """Tell whether something is needed that isn't there."""
        return self.needed and not self.complete


def slots_of(evidence: ItemEvidence, *, failed: str = "") -> list[Slot]:
    """Return the rows of a trade; `failed` is the kind of which something sent won't do."""
    return [
        Slot(
            kind,
            evidence.of_kind(kind),
            needed=kind in evidence.needed,
            complete=kind in evidence.complete,
            failed=kind == failed,
        )
        for kind in EvidenceKind
    ]
