"""What was handed in each time, and what changed since the time before."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise

from stations.form_contents import (
    AREA_LABELS,
    HOST_LABELS,
    STAFF,
    TRAINERS,
    FormContents,
    contents_of,
    requested_in_order,
)
from stations.models import AttachmentKind, EquipmentUse, StationApplication, SubmittedVersion
from stations.models.attachments import SINGLE

TRADES = "申请职业（工种）"
# Labels with any number of lines; of all others one.
LISTS = {TRAINERS, STAFF, TRADES, *EquipmentUse.labels}
SEPARATOR = "　"
UPLOADED_ANEW = "（已重新上传）"


@dataclass(frozen=True, slots=True)
class Change:
    """A cell or file that isn't as it was: before and after, one of them empty where it is new or gone."""

    label: str
    old: str
    new: str

    @property
    def word(self) -> str:
        """What happened, in a word."""
        if not self.old:
            return "新增"
        return "修改" if self.new else "删除"

    @property
    def old_pieces(self) -> list[tuple[str, bool]]:
        """The text before in pieces, each with whether it is gone."""
        return [(self.old[start:end], gone) for start, end, _, _, gone in self._matched() if end > start]

    @property
    def new_pieces(self) -> list[tuple[str, bool]]:
        """The text after in pieces, each with whether it is new."""
        return [(self.new[start:end], new) for _, _, start, end, new in self._matched() if end > start]

    def _matched(self) -> Iterator[tuple[int, int, int, int, bool]]:
        matcher = SequenceMatcher(None, self.old, self.new, autojunk=False)
        return ((i, j, k, m, operation != "equal") for operation, i, j, k, m in matcher.get_opcodes())


@dataclass(frozen=True, slots=True)
class Resubmission:
    """A version with what it changed."""

    version: SubmittedVersion
    changes: list[Change]


def keep_version(application: StationApplication, *, at: datetime) -> SubmittedVersion:
    """Store what is handed in at the instant `at`; to be called in the transaction that hands it in."""
    return SubmittedVersion.objects.create(
        application=application,
        number=application.versions.count() + 1,
        submitted_at=at,
        cells=[list(cell) for cell in _cells(application)],
        files=[[file.kind, file.name, file.digest] for file in application.attachments.all()],
    )


def changes_since_last(application: StationApplication) -> list[Change]:
    """Return what the last submission changed against the one before; nothing where there was but one."""
    made = resubmissions(application)
    return made[0].changes if made else []


def signed_paper_is_stale(application: StationApplication) -> bool:
    """Tell whether the form was changed since it was last handed in, but not its signed scan."""
    last = application.versions.order_by("number").last()
    if last is None or last.cells == [list(cell) for cell in _cells(application)]:
        return False
    signed = application.attachments.filter(kind=AttachmentKind.SIGNED_FORM)
    before = {digest for kind, _, digest in last.files if kind == AttachmentKind.SIGNED_FORM}
    return bool(before) and before == set(signed.values_list("digest", flat=True))


def resubmissions(application: StationApplication) -> list[Resubmission]:
    """Return every submission but the first with what it changed, newest first."""
    versions = list(application.versions.order_by("number"))
    return [Resubmission(new, compare(old, new)) for old, new in pairwise(versions)][::-1]


def compare(old: SubmittedVersion, new: SubmittedVersion) -> list[Change]:
    """Return the changes between two versions: of the cells in the form's order, then of the files."""
    return [*_cell_changes(old.cells, new.cells), *_file_changes(old.files, new.files)]


def _cells(application: StationApplication) -> Iterator[tuple[str, str]]:
    """Yield what is written in the form and beside it; signatures, dates and opinions left out."""
    contents = contents_of(application)
    yield "申报机构类别", contents.category
    yield "评价类别", application.get_scheme_display()
    yield from zip(HOST_LABELS, contents.host, strict=True)
    yield "单位负责人", contents.head
    yield "所在省份", application.province
    yield "预留邮箱", application.email
    yield from ((TRAINERS, line) for line in contents.trainers)
    yield from ((STAFF, line) for line in contents.staff)
    yield from zip(AREA_LABELS, contents.areas, strict=True)
    yield from _equipment(contents)
    yield from _trades(application, contents)
    yield "申请事由", application.reason
    yield "备注", application.remarks


def _equipment(contents: FormContents) -> Iterator[tuple[str, str]]:
    for use in EquipmentUse:
        for name, count in contents.equipment[use]:
            yield use.label, f"{name}{SEPARATOR}{count} 台（套）"


def _trades(application: StationApplication, contents: FormContents) -> Iterator[tuple[str, str]]:
    for requested, line in zip(requested_in_order(application), contents.trades, strict=True):
        # In an order of their own, so that another order of entry isn't a change.
        examiners = "、".join(sorted(person.name for person in requested.examiners.all()))
        machines = "、".join(sorted(item.name for item in requested.equipment.all()))
        parts = (
            f"{line.occupation} {line.trade}",
            line.levels,
            f"考评员：{examiners}",
            f"设备：{machines}",
        )
        yield TRADES, SEPARATOR.join(parts)


def _cell_changes(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> Iterator[Change]:
    for label in dict.fromkeys(cell[0] for cell in (*new, *old)):
        before, after = ([text for name, text in cells if name == label] for cells in (old, new))
        gone, come = _left_over(before, after), _left_over(after, before)
        for was, now in _paired(gone, come, single=label not in LISTS):
            yield Change(label, was, now)


def _left_over(texts: Sequence[str], others: Sequence[str]) -> list[str]:
    """Return the texts that have no equal among `others`; order makes no difference."""
    surplus = Counter(filter(None, texts)) - Counter(others)
    return list(surplus.elements())


def _paired(gone: list[str], come: list[str], *, single: bool) -> Iterator[tuple[str, str]]:
    """Yield texts before and after, those that begin alike or stand alone as a pair, else one at a time."""
    for now in come:
        was = next((text for text in gone if single or _key(text) == _key(now)), "")
        if was:
            gone.remove(was)
        yield was, now
    yield from ((was, "") for was in gone)


def _key(text: str) -> str:
    return text.split(SEPARATOR, maxsplit=1)[0]


def _file_changes(old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]) -> Iterator[Change]:
    before, after = ({(kind, digest): name for kind, name, digest in files} for files in (old, new))
    for kind in AttachmentKind:
        gone = [name for (of, digest), name in before.items() if of == kind and (of, digest) not in after]
        come = [name for (of, digest), name in after.items() if of == kind and (of, digest) not in before]
        for was, now in _paired(gone, come, single=kind in SINGLE):
            yield Change(kind.label, was, f"{now}{UPLOADED_ANEW}" if was and now else now)
