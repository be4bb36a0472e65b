"""Sealed papers of blank pages, put to a batch: for what happens to papers at the station."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from pypdf import PdfWriter

from accounts.models import Organisation, User
from batches.models import Batch, BatchItem
from exams.models import PaperKeeper
from ostami import clock
from question_bank.models import Paper, PaperStatus, PaperUse, SealedPart
from question_bank.paper_kinds import PaperKind, PaperPart, PaperSource
from question_bank.papers.vault import lock_part, make_key
from tests.factories import exam

A4 = (595.276, 841.89)
PARTS = {PaperPart.PAPER_A: 2, PaperPart.ANSWERS_A: 1}


def blank_pdf(pages: int) -> bytes:
    writer, out = PdfWriter(), BytesIO()
    for _ in range(pages):
        writer.add_blank_page(*A4)
    writer.write(out)
    return out.getvalue()


def sealed_paper(
    owner: Organisation,
    item: BatchItem,
    *,
    kind: PaperKind = PaperKind.THEORY,
    status: PaperStatus = PaperStatus.SEALED,
    parts: Mapping[PaperPart, int] = PARTS,
    **changed: object,
) -> Paper:
    """A paper of the item's trade and level with blank parts of so many pages."""
    facts = {"trade": item.trade, "level": item.level, "minutes": 90, "source": PaperSource.UPLOADED}
    writer = owner.users.earliest("pk")
    paper = Paper.objects.create(
        owner=owner, kind=kind, status=status, written_by=writer, written_at=clock.now(), **facts | changed
    )
    if parts:
        make_key(paper)
    for part, pages in parts.items():
        row = SealedPart(paper=paper, part=part, pages=pages)
        row.file.save("part", ContentFile(lock_part(paper, part, blank_pdf(pages))), save=False)
        row.save()
    return paper


def use_of(batch: Batch, paper: Paper | None = None, **facts: Any) -> PaperUse:
    """Put a paper to a batch's first item; a sealed one of the station where none is given."""
    item = batch.items.earliest("pk")
    put = paper or sealed_paper(batch.station.organisation, item, **facts)
    login = batch.station.organisation.users.earliest("pk")
    at = exam.noon(exam.APPLIED_ON)
    return PaperUse.objects.create(item=item, kind=put.kind, paper=put, used_by=login, used_at=at)


def ready(batch: Batch) -> Batch:
    """Put sealed papers of both kinds to a batch of one trade; nobody opens them."""
    for kind in PaperKind:
        use_of(batch, kind=kind, parts={})
    return batch


def named(batch: Batch, user: User) -> PaperKeeper:
    """Name a person who signs for the station's papers."""
    at = exam.noon(exam.APPLIED_ON)
    return PaperKeeper.objects.create(station=batch.station, user=user, named_by=user, named_at=at)
