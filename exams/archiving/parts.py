"""What goes into the archive of a batch, part by part, each in a folder of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from batches.models import Batch, BatchItem
from candidates.sheets import roster_sheet
from exams.archiving import sheets
from exams.archiving.entries import Entry, both, workbook
from exams.archiving.evidence import evidence_entries
from exams.archiving.history import history_entries
from exams.archiving.reports import evaluation_entries, supervision_entries
from exams.models import Seat
from exams.scoring.sheets import score_sheet
from exams.seating.printing import PAPERS, rooms_pdf
from exams.seating.reading import places_of
from ostami.downloads import safe_filename


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an archive: its name, which is its folder's too, and what lies in it."""

    name: str
    entries: Callable[[Batch, str], Iterator[Entry]]


def item_folders(batch: Batch) -> list[tuple[BatchItem, str]]:
    """Return a batch's trades and levels, each with a folder's name such as ``01-数控车工-四级``."""
    items = batch.items.select_related("plan_item__trade__occupation").order_by("pk")
    return [(item, _folder(number, item)) for number, item in enumerate(items, start=1)]


def _folder(number: int, item: BatchItem) -> str:
    # The level alone, where its label has the title behind a slash: 四级/中级工.
    level = item.plan_item.level_label.split("/")[0]
    return safe_filename(f"{number:02d}-{item.trade.name}-{level}")


def _roster(batch: Batch, folder: str) -> Iterator[Entry]:
    yield from both(f"{folder}/考生花名册", "考生花名册", lambda: roster_sheet(batch))


def _seating(batch: Batch, folder: str) -> Iterator[Entry]:
    if not Seat.objects.filter(place__session__batch=batch).exists():
        return
    yield from both(f"{folder}/考场座位安排", "座位安排", lambda: sheets.seats_sheet(batch))
    for name in ("signin", "doors"):
        kind = PAPERS[name].label
        yield Entry(f"{folder}/{kind}.pdf", kind, partial(_rooms, batch, name))


def _rooms(batch: Batch, name: str) -> list[bytes]:
    return [rooms_pdf(name, [place for place in places_of(batch) if place.seats.all()]).content]


def _attendance(batch: Batch, folder: str) -> Iterator[Entry]:
    yield from both(f"{folder}/到考登记", "到考登记", lambda: sheets.attendance_sheet(batch))


def _scores(batch: Batch, folder: str) -> Iterator[Entry]:
    for item, name in item_folders(batch):
        yield from both(f"{folder}/{name}", "成绩登记表", partial(score_sheet, item))
    yield from both(f"{folder}/考试结果汇总", "考试结果", lambda: sheets.outcome_sheet(batch))
    yield workbook(f"{folder}/成绩复核记录.xlsx", "成绩复核", lambda: sheets.confirmations_sheet(batch))


def _evaluation(batch: Batch, folder: str) -> Iterator[Entry]:
    yield from evaluation_entries(batch, folder, folders=item_folders(batch))


def _papers(batch: Batch, folder: str) -> Iterator[Entry]:
    yield workbook(f"{folder}/试卷签收记录.xlsx", "试卷签收", lambda: sheets.receipts_sheet(batch))
    yield workbook(f"{folder}/试卷下载记录.xlsx", "试卷下载", lambda: sheets.copies_sheet(batch))


def _evidence(batch: Batch, folder: str) -> Iterator[Entry]:
    yield from evidence_entries(batch, folder, folders=item_folders(batch))


PARTS = (
    Part("花名册", _roster),
    Part("考场安排", _seating),
    Part("到考登记", _attendance),
    Part("成绩", _scores),
    Part("评价报告", _evaluation),
    Part("督导报告", supervision_entries),
    Part("考试资料", _evidence),
    Part("试卷签收", _papers),
    Part("办理记录", history_entries),
)


def entries_by_part(batch: Batch) -> Iterator[tuple[Part, list[Entry]]]:
    """Yield each part with its files; nothing is printed or read before it is packed."""
    for number, part in enumerate(PARTS, start=1):
        yield part, list(part.entries(batch, f"{number:02d}-{part.name}"))


def entries_of(batch: Batch) -> Iterator[Entry]:
    """Yield every file of a batch's archive."""
    for _, entries in entries_by_part(batch):
        yield from entries
