"""Neither the database, nor its dump, nor any file holds a word of a sealed paper in clear."""

import base64
import json
import tempfile
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from question_bank.kinds import QuestionKind
from question_bank.models import Paper, PaperStatus
from question_bank.paper_kinds import PaperPart
from question_bank.papers.vault import key_storage, open_part
from scope_catalog.models import Trade
from stations.models import Station
from tests.documents import pdfs, seen
from tests.factories import questions
from tests.factories.papers import composed_paper, moved
from tests.question_bank.uploaded_papers import files_below, uploaded

STEM = "海棠花未眠的题干"
UPLOADED = "CanaryOfAnUpload"


def traces(words: str) -> Iterator[bytes]:
    """Yield `words` as a database, a PDF or an archive might hold them."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        plain = words.encode(encoding)
        yield plain
        yield plain.hex().encode()
        yield plain.hex().upper().encode()
        # Base64 at each of the places where a group of three bytes can begin.
        for skipped in range(3):
            whole = plain[skipped:]
            yield base64.b64encode(whole[: len(whole) // 3 * 3])
    yield json.dumps(words)[1:-1].encode()


FORBIDDEN = [*traces(STEM), *traces(UPLOADED), b"%PDF", base64.b64encode(b"%PDF-1")]


def found_in(held: bytes) -> list[bytes]:
    return [trace for trace in FORBIDDEN if trace in held]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


@pytest.fixture
def sealed(
    station: Station, turning: Trade, writer: User, checker: User, temporary: Path
) -> tuple[Paper, Paper]:
    """A composed paper with a question whose stem is known, and an uploaded one."""
    paper = composed_paper(station.organisation, turning)
    row = paper.questions.earliest("place")
    kind = QuestionKind(row.question.kind)
    words = questions.content(kind, stem=STEM)
    row.question = questions.question(station.organisation, turning, kind=kind, words=words)
    row.save()
    other = uploaded(writer, turning, pdfs.worded(UPLOADED))
    people = {"author": writer, "checker": checker}
    return tuple(moved(one, PaperStatus.SEALED, **people) for one in (paper, other))  # type: ignore[return-value]  # two


def assert_nothing_in(files: Iterable[Path]) -> None:
    assert {path: found for path in files if (found := found_in(path.read_bytes()))} == {}


def dumped() -> bytes:
    dump = StringIO()
    call_command("dumpdata", stdout=dump, verbosity=0)
    return dump.getvalue().encode()


def database_files() -> list[Path]:
    """The database's file with its log, where it is of files that can be read."""
    if connection.vendor != "sqlite":
        return []
    database = Path(connection.settings_dict["NAME"])
    files = [path for path in database.parent.glob(f"{database.name}*") if path.is_file()]
    assert any(b"question_bank_sealedpart" in path.read_bytes() for path in files)
    return files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("before", ["", "x", "xx"])
def test_a_trace_is_found_in_any_guise(encoding: str, before: str) -> None:
    held = f"{before}{STEM}".encode(encoding)
    assert all(found_in(guise) for guise in (held, base64.b64encode(held), held.hex().encode()))


@pytest.mark.django_db(transaction=True)
def test_only_its_opened_parts_hold_them(
    sealed: tuple[Paper, Paper], temporary: Path, tmp_path: Path
) -> None:
    files = files_below(str(tmp_path))
    papers, keys = Path(default_storage.path("papers")), Path(key_storage().path(""))
    assert {papers, keys} <= {path.parent for path in files}
    assert_nothing_in(files)
    assert files_below(str(temporary)) == files_below(default_storage.path("paper_drafts")) == []
    assert_nothing_in(database_files())
    dump = dumped()
    assert b'"question_bank.sealedpart"' in dump
    assert found_in(dump) == []

    opened = [open_part(paper.parts.get(part=PaperPart.PAPER_A)) for paper in sealed]
    assert STEM in seen.words(opened[0])
    assert UPLOADED in seen.words(opened[1])
