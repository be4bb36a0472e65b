"""The rules of a class's table beyond its cells: numbers, ages, repeats, people known already, 99 places."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Count

from accounts.identity import age_on, facts_in_number, number_problem
from batches.models import Batch, BatchItem
from candidates.classes.cards import Card, card_of, people_by_card
from candidates.models import Activation, Candidate, Enrolment
from candidates.person.registration import EARLIEST_BIRTH, MIN_AGE
from documents.table_import import ImportedRow
from ostami.clock import day_of
from ostami.policy import PLAN_ITEM_MAX_PEOPLE
from ostami.problems import Problem

# No more than this: whose number it is, is nobody's business but the holder's.
OTHER_NAME = Problem("证件号码与姓名不一致", remedy="请核对证件")


def class_problems(rows: Sequence[ImportedRow], *, batch: Batch, at: datetime) -> dict[int, list[str]]:
    """Return what is wrong across rows and against what the portal knows, by row; in a few queries.

    Args:
        rows: the table's rows, those with problems of their own included.
        batch: the batch that they are to be entered for.
        at: the instant by whose day ages are counted.
    """
    found: dict[int, list[str]] = defaultdict(list)
    today = day_of(at)
    known, entered = people_by_card(rows), _entered(batch)
    for row in rows:
        found[row.number] += map(str, _document_problems(row, today=today))
        found[row.number] += map(str, _person_problems(row, known, entered))
    for number, problem in (*_repeated(rows), *_beyond_places(rows)):
        found[number].append(str(problem))
    return {number: sentences for number, sentences in found.items() if sentences}


def facts_of_person(row: ImportedRow) -> tuple[date | None, str | None]:
    """Return birth date and sex: from the number where it holds them, else as they were filled in."""
    kind, number = row.parsed.get("document_type"), row.parsed.get("document_number")
    told = facts_in_number(kind, number) if kind and number else None
    return told or (row.parsed.get("birth_date"), row.parsed.get("sex"))


def _document_problems(row: ImportedRow, *, today: date) -> Iterator[Problem]:
    kind, number = row.parsed.get("document_type"), row.parsed.get("document_number")
    if not kind or not number:
        return
    if wrong := number_problem(kind, number, today=today):
        yield wrong
        return
    yield from _contradictions(row)
    born, sex = facts_of_person(row)
    if sex is None and "sex" in row.parsed:
        yield Problem(f"{kind.label}须填写“性别”")
    if born is None and "birth_date" in row.parsed:
        yield Problem(f"{kind.label}须填写“出生日期”")
    if born is not None:
        yield from _age_problems(born, today=today)


def _contradictions(row: ImportedRow) -> Iterator[Problem]:
    """Yield where a cell says something else than the number, which somebody mistyped then."""
    told = facts_in_number(row.parsed["document_type"], row.parsed["document_number"])
    for header, key, fact in zip(("出生日期", "性别"), ("birth_date", "sex"), told or (), strict=False):
        if row.parsed.get(key) not in {None, fact}:
            yield Problem(f"“{header}”与证件号码中的不一致", remedy="请对照证件更正")


def _age_problems(born: date, *, today: date) -> Iterator[Problem]:
    if not EARLIEST_BIRTH <= born <= today:
        yield Problem("“出生日期”不正确", remedy="请对照证件更正")
    elif age_on(today, born=born) < MIN_AGE:
        yield Problem(f"未满 {MIN_AGE} 周岁，不能录入（个人信息保护法第三十一条）", remedy="请删除这一行")


def _entered(batch: Batch) -> set[int]:
    """Return the candidates who are in the batch already, by key."""
    enrolled = Enrolment.objects.filter(batch=batch).values_list("candidate_id", flat=True)
    listed = Activation.objects.filter(batch=batch).values_list("candidate_id", flat=True)
    return {*enrolled, *listed}


def _person_problems(
    row: ImportedRow, known: Mapping[Card, Candidate], entered: set[int]
) -> Iterator[Problem]:
    card = card_of(row)
    person = known.get(card) if card else None
    if person is None or "name" not in row.parsed:
        return
    if person.name != row.parsed["name"]:
        yield OTHER_NAME
    elif person.pk in entered:
        yield Problem("该考生已在本批次报名或已在班级名单中", "4.3-3", "请删除这一行")


def _repeated(rows: Iterable[ImportedRow]) -> Iterator[tuple[int, Problem]]:
    first: dict[Card, int] = {}
    for row in rows:
        card = card_of(row)
        if card is None:
            continue
        if card in first:
            text = f"“证件号码”与第 {first[card]} 行重复"
            yield row.number, Problem(text, remedy="请删除其中一行或更正")
        first.setdefault(card, row.number)


def _beyond_places(rows: Iterable[ImportedRow]) -> Iterator[tuple[int, Problem]]:
    """Yield the rows beyond the 99 of an item, those counted who have handed in (guide 4.5.1-1)."""
    items: list[BatchItem] = [row.parsed["item"] for row in rows if "item" in row.parsed]
    handed_in = counted_by_item({item.pk for item in items})
    taken = Counter(handed_in)
    for row in rows:
        item: BatchItem | None = row.parsed.get("item")
        if item is None:
            continue
        taken[item.pk] += 1
        if taken[item.pk] > PLAN_ITEM_MAX_PEOPLE:
            before = f"（已提交 {handed_in[item.pk]} 人）" if item.pk in handed_in else ""
            text = f"“{item}”最多 {PLAN_ITEM_MAX_PEOPLE} 人{before}，这是第 {taken[item.pk]} 人"
            yield row.number, Problem(text, "4.5.1-1", "请改报其他计划项，或删除这一行")


def counted_by_item(items: Iterable[int]) -> dict[int, int]:
    """Return how many enrolments take a place of each item, by key; one query."""
    counted = Enrolment.objects.filter(batch_item__in=items).counted().order_by()
    return dict(counted.values_list("batch_item").annotate(Count("pk")))
