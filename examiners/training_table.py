"""The table by which the results of a training are imported: the people entered, to be completed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from accounts.names import clean_person_name
from documents.table_import import (
    ImportColumn,
    ImportedRow,
    TableImport,
    choice,
    decimal_number,
    repeats,
    text,
    whole_number,
)
from examiners.models import Training, TrainingEntry, TrainingResult
from examiners.services.training_results import SCORE_MOST, Outcome, outcome_problems, score_in_words
from ostami.problems import Problem

TITLE = "培训结果"
KEY_HEADER = "报名编号"
KEYS = whole_number(1, 10**15 - 1)
RESULTS = {result.label: result for result in TrainingResult if result is not TrainingResult.PENDING}

Entries = Mapping[int, TrainingEntry]


def results_import(training: Training) -> TableImport:
    """Return what the table of a training's results must look like."""
    entries = {entry.pk: entry for entry in training.entries.select_related("application__organisation")}
    return TableImport(
        TITLE,
        (
            ImportColumn(KEY_HEADER, "entry", KEYS, hint="模板中已填好，请勿改动"),
            ImportColumn("申报编号", "application", KEYS, required=False, hint="模板中已填好，请勿改动"),
            ImportColumn("姓名", "name", text(50), hint="模板中已填好，用于核对", sample="张三"),
            ImportColumn("单位", "unit", text(100), required=False, hint="模板中已填好，仅供辨认"),
            ImportColumn(
                "结果", "result", choice(RESULTS), required=False, hint="留空的不登记，已登记的保持不变"
            ),
            ImportColumn(
                "成绩",
                "score",
                decimal_number(Decimal(0), SCORE_MOST, places=1),
                required=False,
                hint="百分制，最多一位小数，可以不填；缺席的不填",
                sample="86.5",
            ),
        ),
        check_table=lambda rows: _check(rows, entries),
        shown=(KEY_HEADER, "姓名", "单位", "结果", "成绩"),
    )


def prefilled(entries: Iterable[TrainingEntry]) -> Iterator[Sequence[str]]:
    """Yield the people entered as rows of the template, with the results there are; no document numbers."""
    for entry in entries:
        yield (
            str(entry.pk),
            str(entry.application_id),
            entry.application.person_name,
            entry.application.organisation.name,
            "" if entry.result == TrainingResult.PENDING else entry.get_result_display(),
            score_in_words(entry.score),
        )


def outcomes(rows: Iterable[ImportedRow]) -> list[Outcome]:
    """Return what good rows say; those without a result say nothing."""
    told = (row.parsed for row in rows if row.parsed["result"] is not None)
    return [Outcome(values["entry"], values["result"], values["score"]) for values in told]


def _check(rows: Sequence[ImportedRow], entries: Entries) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        if "entry" in row.parsed:
            found[row.number] += map(str, _problems(row.parsed, entries.get(row.parsed["entry"])))
    for number, sentences in repeats(rows, "entry", KEY_HEADER).items():
        found[number] += sentences
    return {number: sentences for number, sentences in found.items() if sentences}


def _problems(values: Mapping[str, Any], entry: TrainingEntry | None) -> Iterator[Problem]:
    if entry is None:
        yield Problem(
            f"报名编号 {values['entry']} 不在本班",
            remedy="请重新下载本班的模板；可能是其他班次的表，或已撤销报名",
        )
        return
    application = values.get("application")
    if application not in {None, entry.application_id}:
        yield Problem(f"申报编号 {application} 与报名编号 {entry.pk} 不符", remedy="请核对这一行是否错位")
    name = values.get("name")
    if name is not None and clean_person_name(name) != entry.application.person_name:
        yield Problem(
            f"报名编号 {entry.pk} 的人员是{entry.application.person_name}，与所填姓名“{name}”不符",
            remedy="请核对这一行是否错位",
        )
    if {"result", "score"} <= values.keys():
        result = values["result"] or TrainingResult.PENDING
        if values["result"] or values["score"] is not None:
            yield from outcome_problems(Outcome(entry.pk, result, values["score"]), entry)
