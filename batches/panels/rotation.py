"""How panels change from batch to batch, and what a station has to say of a panel that hardly does.

The guide asks for an odd panel and for rotation in general words; the figures are settings.
"""

from collections.abc import Iterator
from fractions import Fraction

from django.conf import settings
from django.db.models import Prefetch

from batches.models import Batch, BatchItem, BatchStatus
from ostami.problems import Problem

NOT_HELD = (BatchStatus.DRAFT, BatchStatus.RETURNED, BatchStatus.WITHDRAWN, BatchStatus.CANCELLED)
ROTATE = "请更换部分考评员，或在考评组说明中写明理由"
People = frozenset[int]


def panel_cautions(item: BatchItem) -> Iterator[Problem]:
    """Yield what a station has to give a reason for: an even panel, and one that hardly rotates."""
    yield from _even(item)
    yield from _hardly_rotated(item)


def changed_part(panel: People, before: People) -> Fraction:
    """Return which part of `panel` didn't sit before: one newcomer among three is 1/3."""
    return Fraction(len(panel - before), len(panel)) if panel else Fraction(1)


def _even(item: BatchItem) -> Iterator[Problem]:
    size = len(item.panel)
    if size % 2 == 0:
        yield Problem(f"“{item}”的考评组为 {size} 人，宜为单数", remedy="意见相左时便于表决")


def _hardly_rotated(item: BatchItem) -> Iterator[Problem]:
    earlier, panel = _batches_before(item), _people(item)
    times = _times_in_a_row(panel, earlier)
    if times > settings.PANEL_MAX_REPEATS:
        most = settings.PANEL_MAX_REPEATS
        fault = f"“{item}”的考评组与该工种最近 {most} 次完全相同，同一考评组连续不宜超过 {most} 次"
        yield Problem(fault, remedy=ROTATE)
    elif earlier:
        yield from _hardly_changed(item, panel, earlier[0])


def _hardly_changed(item: BatchItem, panel: People, last: Batch) -> Iterator[Problem]:
    nearest = min(_panels_of(last), key=lambda before: changed_part(panel, before))
    if panel == nearest:
        said = f"与{last} 完全相同"
    else:
        said = f"与{last} 相比只更换了 {len(panel - nearest)} 人（共 {len(panel)} 人）"
    if changed_part(panel, nearest) < settings.PANEL_MIN_CHANGED:
        least = settings.PANEL_MIN_CHANGED
        yield Problem(f"“{item}”的考评组{said}，每次宜更换 {least} 以上", remedy=ROTATE)


def _times_in_a_row(panel: People, earlier: list[Batch]) -> int:
    """Return which time in a row this one is for the panel, the first being 1."""
    for times, batch in enumerate(earlier, start=1):
        if panel not in _panels_of(batch):
            return times
    return len(earlier) + 1


def _batches_before(item: BatchItem) -> list[Batch]:
    """Return the station's last batches with the trade, nearest first, as many as the rule looks back."""
    of_trade = BatchItem.objects.filter(plan_item__trade=item.plan_item.trade_id).prefetch_related(
        "examiners"
    )
    batches = Batch.objects.filter(
        station=item.batch.station_id,
        exam_date__lt=item.batch.exam_date,
        pk__in=of_trade.values("batch"),
    ).exclude(status__in=NOT_HELD)
    latest = batches.order_by("-exam_date", "-pk")[: settings.PANEL_MAX_REPEATS]
    return list(latest.prefetch_related(Prefetch("items", of_trade)))


def _panels_of(batch: Batch) -> list[People]:
    return [_people(item) for item in batch.items.all()]


def _people(item: BatchItem) -> People:
    return frozenset({item.leader_id, *(one.pk for one in item.examiners.all())})
