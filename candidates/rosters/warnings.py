"""What a station should look at before it hands a roster in, though it forbids nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Prefetch

from accounts.identity import age_on
from accounts.models import User
from batches.models import Batch, BatchStatus
from candidates.eligibility_data.subjects import looks_unlike
from candidates.models import Enrolment, Upload, UploadKind
from candidates.selectors import ENROLMENT_FACTS, items_of_batch
from ostami import clock

LEAST_AGE, MOST_AGE = 16, 60  # guide 4.3-2: 年满 16 周岁; who is older than 60 is rare enough for a look
NOT_HELD = (BatchStatus.RETURNED, BatchStatus.WITHDRAWN, BatchStatus.CANCELLED)


class WarningKind(StrEnum):
    """What a warning is about."""

    SAME_DAY = "same_day"
    SUBJECT = "subject"
    AGE = "age"
    PORTRAIT = "portrait"

    @property
    def label(self) -> str:
        """The kind in Chinese, short enough to stand beside a name."""
        return {"same_day": "同日两考", "subject": "专业不对口", "age": "年龄异常", "portrait": "照片待核对"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class RosterWarning:
    """One warning: whom it is about, of what kind, its sentence, and the page on which to look."""

    enrolment: Enrolment
    kind: WarningKind
    words: str

    @property
    def address(self) -> str:
        """The address of the person's enrolment."""
        return self.enrolment.get_absolute_url()

    def __str__(self) -> str:
        return f"{self.enrolment.candidate.name}：{self.words}"


def warnings_of(batch: Batch, *, user: User | None = None, only: int | None = None) -> list[RosterWarning]:
    """Return what is odd about the people who take a place in a batch, in the order of the roster.

    Args:
        batch: the batch.
        user: who reads it. A batch that they may not see is called no more than another station's; without
            a reader every other batch is.
        only: the key of the one enrolment that is asked about; all where absent.
    """
    people = [*_people(batch, only)]
    twice = _same_day(batch, people, user)
    return [warning for one in people for warning in _warnings(one, twice.get(one.candidate_id, ()))]


def by_enrolment(warnings: Iterable[RosterWarning]) -> defaultdict[int, list[RosterWarning]]:
    """Return the warnings of each enrolment, by its key; none for whom nobody warns of."""
    found: defaultdict[int, list[RosterWarning]] = defaultdict(list)
    for warning in warnings:
        found[warning.enrolment.pk].append(warning)
    return found


def _people(batch: Batch, only: int | None) -> Iterator[Enrolment]:
    """Yield those who take a place; batch and items are the same few for all, and are read once."""
    spoken = Upload.objects.filter(kind=UploadKind.PHOTO).exclude(advice="")
    portraits = Prefetch("uploads", spoken, to_attr="portraits")
    asked = {} if only is None else {"pk": only}
    counted = Enrolment.objects.filter(batch=batch, **asked).counted().select_related("candidate")
    items = {item.pk: item for item in items_of_batch(batch)}
    for one in counted.prefetch_related(portraits).order_by("sequence"):
        one.batch, one.batch_item = batch, items[one.batch_item_id]
        yield one


def _warnings(enrolment: Enrolment, elsewhere: Sequence[str]) -> Iterator[RosterWarning]:
    for kind, sentences in (
        (WarningKind.SAME_DAY, elsewhere),
        (WarningKind.SUBJECT, _subject(enrolment)),
        (WarningKind.AGE, _age(enrolment)),
        (WarningKind.PORTRAIT, _portrait(enrolment)),
    ):
        for words in sentences:
            yield RosterWarning(enrolment, kind, words)


def _same_day(batch: Batch, people: Sequence[Enrolment], user: User | None) -> dict[int, list[str]]:
    """Return, by candidate, a sentence for each other batch of the same day in which they have a place."""
    others = Enrolment.objects.counted().filter(
        batch__exam_date=batch.exam_date, candidate__in=[one.candidate_id for one in people]
    )
    held = others.exclude(batch=batch).exclude(batch__status__in=NOT_HELD).select_related(*ENROLMENT_FACTS)
    seen = _seen(batch, user)
    found: dict[int, list[str]] = {}
    for other in held.order_by("batch_id"):
        if not other.batch.has_lapsed(clock.now()):
            found.setdefault(other.candidate_id, []).append(_elsewhere(other, known=other.batch_id in seen))
    return found


def _seen(batch: Batch, user: User | None) -> set[int]:
    """Return the batches of the same day that the reader sees anyway."""
    if user is None:
        return set()
    same_day = Batch.objects.visible_to(user).filter(exam_date=batch.exam_date)
    return set(same_day.values_list("pk", flat=True))


def _elsewhere(other: Enrolment, *, known: bool) -> str:
    own = f"批次 {other.batch.number}（{other.batch.station}，{other.batch_item}）"
    which = own if known else "另一考试站的批次"
    return f"{other.batch.exam_date} 同一天还报名了{which}，请与考生确认参加哪一场"


def _subject(enrolment: Enrolment) -> Iterator[str]:
    trade = enrolment.batch_item.trade
    if enrolment.is_student and looks_unlike(enrolment.subject, trade):
        pair = f"所学专业“{enrolment.subject}”与申报工种“{trade.name}”"
        yield f"{pair}看起来不对口，请与学生证核对（服务指南 4.7-1）"


def _age(enrolment: Enrolment) -> Iterator[str]:
    age = age_on(enrolment.batch.exam_date, born=enrolment.candidate.birth_date)
    if age < LEAST_AGE:
        yield f"考试当日 {age} 周岁，未满 {LEAST_AGE} 周岁，请核对出生日期（服务指南 4.3-2）"
    elif age > MOST_AGE:
        yield f"考试当日 {age} 周岁，请核对出生日期"


def _portrait(enrolment: Enrolment) -> Iterator[str]:
    for portrait in enrolment.portraits:  # type: ignore[attr-defined]  # prefetched under this name
        for advice in portrait.advice.splitlines():
            yield f"照片：{advice.rstrip('。')}"
