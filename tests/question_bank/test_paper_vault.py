"""A sealed paper opens with its file, its own key and the portal's keys together, and with nothing less."""

import stat
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from ostami.problems import BlockedError
from question_bank.checks import check_paper_keys
from question_bank.models import Paper, SealedPart
from question_bank.paper_kinds import PaperPart
from question_bank.papers.vault import (
    SealedTwiceError,
    destroy_key,
    key_name,
    key_storage,
    lock_part,
    make_key,
    open_part,
)
from scope_catalog.models import Trade
from stations.models import Station
from tests.factories.papers import composed_paper

WORDS = b"%PDF-1.7 what is asked"
ANOTHER_KEY = {"k9": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}


@pytest.fixture
def paper(station: Station, turning: Trade) -> Paper:
    made = composed_paper(station.organisation, turning)
    make_key(made)
    return made


def stored(paper: Paper, content: bytes, part: PaperPart = PaperPart.PAPER_A) -> SealedPart:
    row = SealedPart(paper=paper, part=part, pages=1)
    row.file.save("part.sealed", ContentFile(content), save=False)
    row.save()
    return row


def locked(paper: Paper, part: PaperPart = PaperPart.PAPER_A) -> SealedPart:
    return stored(paper, lock_part(paper, part, WORDS), part)


def refusal(row: SealedPart) -> str:
    with pytest.raises(BlockedError) as refused:
        open_part(row)
    return str(refused.value)


def key_file(paper: Paper) -> Path:
    return Path(key_storage().path(key_name(paper)))


def test_what_was_locked_opens_again(paper: Paper) -> None:
    assert open_part(SealedPart.objects.get(pk=locked(paper).pk)) == WORDS


def test_the_same_words_never_lie_locked_the_same_way(paper: Paper) -> None:
    assert lock_part(paper, PaperPart.PAPER_A, WORDS) != lock_part(paper, PaperPart.PAPER_A, WORDS)


def test_a_key_is_the_portals_own_file_and_its_name_tells_nothing(paper: Paper) -> None:
    file = key_file(paper)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert not file.is_relative_to(default_storage.path(""))
    assert len(file.stem) == 32


def test_without_its_key_a_paper_does_not_open_and_says_so(
    paper: Paper, caplog: pytest.LogCaptureFixture
) -> None:
    row = locked(paper)
    destroy_key(paper)
    assert refusal(row) == "试卷的密钥缺失，无法打开。请联系平台运维人员从备份恢复；考试前也可以另换试卷。"
    assert caplog.messages == [f"Paper {paper.pk} does not open: FileNotFoundError"]


def test_without_the_portals_keys_its_key_does_not_open(paper: Paper, settings: LazySettings) -> None:
    row = locked(paper)
    settings.FIELD_KEYS = ANOTHER_KEY
    assert "试卷的密钥已损坏" in refusal(row)


def test_another_papers_key_does_not_open_it(paper: Paper, station: Station, turning: Trade) -> None:
    row, other = locked(paper), composed_paper(station.organisation, turning)
    make_key(other)
    key_file(paper).write_bytes(key_file(other).read_bytes())
    assert "试卷的密钥已损坏" in refusal(row)


def test_a_cut_off_key_does_not_open_it(paper: Paper) -> None:
    row = locked(paper)
    key_file(paper).write_bytes(key_file(paper).read_bytes()[:-9])
    assert "试卷的密钥已损坏" in refusal(row)


def test_a_missing_file_is_named(paper: Paper) -> None:
    row = locked(paper)
    row.file.storage.delete(str(row.file.name))
    assert "试卷文件缺失" in refusal(row)


def test_a_part_does_not_open_as_another(paper: Paper) -> None:
    answers = stored(paper, lock_part(paper, PaperPart.PAPER_A, WORDS), PaperPart.ANSWERS_A)
    assert "试卷文件已损坏" in refusal(answers)


def test_a_part_does_not_open_as_another_papers(paper: Paper, station: Station, turning: Trade) -> None:
    other = composed_paper(station.organisation, turning)
    make_key(other)
    assert "试卷文件已损坏" in refusal(stored(other, lock_part(paper, PaperPart.PAPER_A, WORDS)))


@pytest.mark.parametrize("place", [0, 12, -1])
def test_a_changed_byte_is_noticed(paper: Paper, place: int) -> None:
    box = bytearray(lock_part(paper, PaperPart.PAPER_A, WORDS))
    box[place] ^= 1
    assert "试卷文件已损坏" in refusal(stored(paper, bytes(box)))


def test_an_empty_file_is_noticed(paper: Paper) -> None:
    assert "试卷文件已损坏" in refusal(stored(paper, b""))


def test_a_sealed_paper_never_gets_another_key(paper: Paper) -> None:
    row = locked(paper)
    with pytest.raises(SealedTwiceError):
        make_key(paper)
    assert open_part(row) == WORDS


def test_the_key_of_a_failed_sealing_is_replaced(paper: Paper) -> None:
    first = key_file(paper).read_bytes()
    make_key(paper)
    assert key_file(paper).read_bytes() != first
    assert len(list(key_file(paper).parent.iterdir())) == 1


def keys_at(settings: LazySettings, place: Path) -> None:
    keys: Any = settings.STORAGES["paper_keys"]
    moved = {**keys, "OPTIONS": {**keys["OPTIONS"], "location": place}}
    settings.STORAGES = {**settings.STORAGES, "paper_keys": moved}


def test_a_place_for_keys_that_can_be_made_passes(settings: LazySettings, tmp_path: Path) -> None:
    keys_at(settings, tmp_path / "not" / "yet")
    assert check_paper_keys(None) == []


def test_a_place_for_keys_that_cannot_be_written_is_an_error(settings: LazySettings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    keys_at(settings, tmp_path / "file" / "keys")
    (error,) = check_paper_keys(None)
    assert (error.id, "OSTAMI_PAPER_KEYS" in (error.hint or "")) == ("question_bank.E001", True)
