"""Evidence of a batch's exam day."""

from accounts.models import User
from batches.models import Batch, BatchItem
from exams.models import DATED, REQUIRED_EVIDENCE, EvidenceKind, ExamEvidence
from exams.proof.keeping import add_files
from stations.services.files import SentFile
from tests.documents.pdfs import pages, written
from tests.factories.exam_photos import photo
from tests.factories.results import exam_noon


def sent(content: bytes, name: str = "IMG_0001.jpg") -> SentFile:
    return SentFile(name, content)


def keep(item: BatchItem, kind: EvidenceKind, by: User, *, shade: int = 0) -> list[ExamEvidence]:
    """One fit file of a kind, other than those of the trade's other kinds."""
    batch = item.batch
    number = list(EvidenceKind).index(kind) + shade
    file = sent(photo(batch.exam_date, shade=number), f"{kind}.jpg")
    if kind not in DATED:
        file = sent(written(pages(number + 1)), f"{kind}.pdf")
    return add_files(item=item, kind=kind, files=[file], actor=by, at=exam_noon(batch))


def complete(batch: Batch, by: User) -> None:
    """All evidence that the guide asks for, for every trade."""
    for item in batch.items.all():
        for kind in REQUIRED_EVIDENCE:
            keep(item, kind, by)
