"""The table of a bulk lookup: its columns, and what makes a row one that is asked for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from accounts.identity import clean_document_number
from accounts.names import clean_person_name, fold
from certificates.lookup import Query, query_problems
from documents.table_import import ImportColumn, ImportedRow, TableImport
from ostami import clock
from ostami.problems import Problem

TITLE = "批量查询证书"
MOST_ROWS = 200
MOST_ALIKE = 2  # rows with the same two facts: who knows both tries the third
TOLD = 5

Pair = tuple[tuple[str, str], ...]


def bulk_table() -> TableImport:
    """Return what the workbook must look like: a name, and a document or certificate number, or both."""
    columns = (
        ImportColumn("姓名", "name", clean_person_name, sample="林若溪"),
        ImportColumn(
            "证件号码",
            "document_number",
            clean_document_number,
            required=False,
            blank="",
            hint="与证书编号至少填一项；设为“文本”格式",
        ),
        ImportColumn(
            "证书编号", "number", _certificate_number, required=False, blank="", hint="与证件号码至少填一项"
        ),
    )
    return TableImport(TITLE, columns, max_rows=MOST_ROWS, check_table=_check)


def _certificate_number(cell: str) -> str:
    return fold(cell).upper()


def _check(rows: Sequence[ImportedRow]) -> dict[int, list[str]]:
    today, queries = clock.today(), {row.number: query_of(row) for row in rows if not row.problems}
    alike = _places_of_pairs(queries)
    return {
        number: [
            *map(str, query_problems(query, today=today)),
            *(str(_too_alike(pair, alike[pair])) for pair in _pairs(query) if len(alike[pair]) > MOST_ALIKE),
        ]
        for number, query in queries.items()
    }


def _places_of_pairs(queries: Mapping[int, Query]) -> dict[Pair, list[int]]:
    places = defaultdict(list)
    for number, query in queries.items():
        for pair in _pairs(query):
            places[pair].append(number)
    return places


def _pairs(query: Query) -> list[Pair]:
    """Return every two facts that a row knows, with the words for them."""
    facts = (("姓名", query.name), ("证件号码", query.document_number), ("证书编号", query.number))
    return list(combinations([fact for fact in facts if fact[1]], 2))


def _too_alike(pair: Pair, places: Sequence[int]) -> Problem:
    words = "和".join(label for label, _ in pair)
    others = "、".join(map(str, places[:TOLD]))
    text = f"有 {len(places)} 行的{words}相同（第 {others} 行{'等' if len(places) > TOLD else ''}）"
    remedy = f"相同的最多 {MOST_ALIKE} 行：知道其中两项，只填这两项即可查到，请删除其余各行"
    return Problem(text, remedy=remedy)


def query_of(row: ImportedRow) -> Query:
    """Return what a row asks."""
    return Query(row.parsed["name"], row.parsed["document_number"], row.parsed["number"])
