"""Packing holds one portion of one file, however large the file is."""

import tracemalloc
from tempfile import TemporaryFile
from zipfile import ZIP_STORED, ZipFile

import pytest

from accounts.models import User
from batches.models import Batch
from exams.archiving.evidence import evidence_entries
from exams.archiving.packing import Packed, _add
from exams.models import EvidenceKind
from ostami.sealed_files import PORTION
from tests.factories import results
from tests.factories.archiving import piece

pytestmark = pytest.mark.django_db
PORTIONS = 24


def test_a_large_file_is_packed_portion_by_portion(batch: Batch, station_user: User) -> None:
    piece(batch, EvidenceKind.VIDEO, b"x" * (PORTIONS * PORTION), by=station_user)
    item = batch.items.get()
    film = next(evidence_entries(batch, "考试资料", folders=[(item, "01-数控车工-四级")]))
    packed = Packed()
    with TemporaryFile() as target, ZipFile(target, "w", ZIP_STORED) as archive:
        tracemalloc.start()
        _add(archive, film, packed, results.exam_noon(batch))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert [row[2] for row in packed.rows] == [PORTIONS * PORTION]
    assert peak < PORTIONS * PORTION
