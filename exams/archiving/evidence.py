"""The evidence of a batch in its archive: the files by trade and kind, and a list of all of them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from batches.models import Batch, BatchItem
from exams.archiving.entries import Entry, csv_lines, stored
from exams.archiving.sheets import instant
from exams.models import ExamEvidence
from ostami.downloads import safe_filename

ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf", "video/mp4": ".mp4"}
ENDING_MAX = 6
HEADINGS = (
    "工种等级",
    "类别",
    "路径",
    "文件名或视频地址",
    "拍摄日期",
    "日期来源",
    "日期说明",
    "上传人",
    "上传时间",
    "SHA-256",
    "销毁时间",
)


def evidence_entries(
    batch: Batch, folder: str, *, folders: Iterable[tuple[BatchItem, str]]
) -> Iterator[Entry]:
    """Yield the files, such as ``…/01-数控车工-四级/理论考场照片-1.jpg``, and a list that names links too."""
    places = {item.pk: f"{folder}/{name}" for item, name in folders}
    rows = ExamEvidence.objects.filter(item__batch=batch).order_by("item", "kind", "pk")
    pieces = list(rows.select_related("item__plan_item__trade__occupation", "added_by__staff_member"))
    paths = _paths(pieces, places)
    for piece in pieces:
        if path := paths.get(piece.pk):
            kind = piece.get_kind_display()
            yield stored(path, kind, piece.file, at=piece.added_at, digest=piece.digest)
    lines = [HEADINGS, *(_line(piece, paths.get(piece.pk, "")) for piece in pieces)]
    yield Entry(f"{folder}/考试资料清单.csv", "考试资料清单", lambda: csv_lines(lines))


def _paths(pieces: Iterable[ExamEvidence], places: dict[int, str]) -> dict[int, str]:
    """Return the path of every piece that has a file; numbers run through each trade's kind."""
    numbers, paths = Counter[tuple[int, str]](), dict[int, str]()
    for piece in pieces:
        if piece.file and piece.destroyed_at is None:
            numbers[piece.item_id, piece.kind] += 1
            number = numbers[piece.item_id, piece.kind]
            name = safe_filename(f"{piece.get_kind_display()}-{number}{_ending(piece)}")
            paths[piece.pk] = f"{places[piece.item_id]}/{name}"
    return paths


def _ending(piece: ExamEvidence) -> str:
    named = PurePath(piece.name or str(piece.file.name)).suffix.lower()
    return ENDINGS.get(piece.content_type) or (named if len(named) <= ENDING_MAX else "")


def _line(piece: ExamEvidence, path: str) -> tuple[object, ...]:
    return (
        piece.item,
        piece.get_kind_display(),
        path,
        piece.name or piece.link,
        piece.taken_on,
        piece.get_date_source_display(),
        piece.declared_why,
        piece.added_by,
        instant(piece.added_at),
        piece.digest,
        instant(piece.destroyed_at),
    )
