"""Whether the numbers of a batch's certificates can be given."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from batches.models import Batch, BatchStatus
from certificates.models import AssignedNumber, FormerCertificate
from certificates.numbering import national_series
from certificates.numbers.borne import ISSUED, borne
from certificates.numbers.further import further_missing
from certificates.numbers.national import LAST_SERIAL, is_national, national_stem
from certificates.numbers.prefixes import prefixes_on
from certificates.numbers.sources import Source, source_of
from certificates.numbers.words import no_single_prefix, serials_exhausted, some_of
from exams.models import PUBLISHED
from exams.selectors import qualified
from ostami.problems import Problem
from workflow.lifecycle import Step
from workflow.models import NumberSeries


def numbers_ready(step: Step[Batch]) -> Iterator[Problem]:
    """Nothing is certified before everybody who passed can have a number."""
    yield from numbers_missing(step.case, on=step.day)


def numbers_missing(batch: Batch, *, on: date) -> Iterator[Problem]:
    """Yield what keeps the certificates of a batch, issued on the day `on`, from being numbered."""
    source = source_of(batch)
    if source is Source.NATIONAL:
        yield from _national_missing(batch, on)
    elif source is Source.ASSIGNED:
        yield from _assigned_missing(batch)


def missing_by_now(batch: Batch, *, on: date) -> Iterator[Problem]:
    """Yield what keeps certificates from being issued on the day `on`, or from taking another's place."""
    if batch.status == BatchStatus.RESULTS_APPROVED:
        yield from numbers_missing(batch, on=on)
    elif batch.status in PUBLISHED:
        yield from further_missing(batch)


def _national_missing(batch: Batch, on: date) -> Iterator[Problem]:
    province = batch.station.organisation.province
    found = list(prefixes_on(on, province=province).select_related("branch"))
    if len(found) != 1:
        yield no_single_prefix(found, province=province, on=on)
        return
    needed = Counter(qualified(batch).order_by().values_list("batch_item__plan_item__level", flat=True))
    series = {national_series(found[0].prefix, level=level, year=on.year): level for level in needed}
    taken = dict(NumberSeries.objects.filter(key__in=series).values_list("key", "last"))
    for key, level in series.items():
        stem = national_stem(found[0].prefix, year=on.year, level=level)
        left = _serials_left(stem, last=taken.get(key, 0))
        if needed[level] > left:
            yield serials_exhausted(
                found[0].prefix, year=on.year, level=level, left=left, people=needed[level]
            )


def _serials_left(stem: str, *, last: int) -> int:
    """Return how many serials after the `last` one no certificate of before bears."""
    former = FormerCertificate.objects.filter(number__startswith=stem).order_by()
    ahead = (number for number in former.values_list("number", flat=True) if is_national(number))
    return max(LAST_SERIAL - last, 0) - sum(int(number.removeprefix(stem)) > last for number in ahead)


def _assigned_missing(batch: Batch) -> Iterator[Problem]:
    people = qualified(batch)
    without = list(people.filter(assigned_number=None).values_list("candidate__name", flat=True))
    if without:
        text = f"有 {len(without)} 名合格考生没有指定编号：{some_of(without)}"
        yield Problem(text, remedy="请导入指导中心下发的编号表")
    assigned = AssignedNumber.objects.filter(enrolment__in=people.order_by().values("pk"))
    used = sorted(borne(assigned.values_list("number", flat=True), by=ISSUED))
    if used:
        text = f"有 {len(used)} 个指定编号已用于其他证书或历史证书：{some_of(used)}"
        yield Problem(text, remedy="请核对后重新导入编号表")
