"""The table by which the centre's numbers come in: its columns, and its rows beside a batch's people."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from accounts.identity import clean_document_number, document_index
from accounts.names import clean_person_name, fold
from batches.models import Batch
from candidates.models import Enrolment
from certificates.models import AssignedNumber, Certificate, FormerCertificate
from certificates.numbers.borne import borne
from certificates.numbers.national import is_national
from certificates.sheets import COLUMNS as ROSTER_COLUMNS
from documents.import_contacts import person_name
from documents.table_import import ImportColumn, ImportedRow, TableImport, repeats
from exams.selectors import qualified

TITLE = "证书编号"
SHAPE = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{4,28})[A-Z0-9]")
HEADERS = ("姓名", "证件号码", "证书编号")


def certificate_number(cell: str) -> str:
    """Read a certificate's number as it is printed and looked up."""
    number = fold(cell).upper()
    if not SHAPE.fullmatch(number):
        raise ValueError("不是证书编号，应为 6 至 30 位字母、数字或连字符")
    if is_national(number):
        raise ValueError("是职业技能等级证书的 22 位编号，不能用于职业能力水平证书")
    return number


@dataclass(frozen=True, slots=True)
class NumberRoster:
    """The people of a batch who passed, by the index of their document number."""

    batch: Batch
    people: Mapping[str, Sequence[Enrolment]]

    def spec(self) -> TableImport:
        """Return what the table must look like, judged beside these people and the register."""
        columns = (
            ImportColumn("姓名", "name", person_name(50), hint="与花名册一致", sample="林若溪"),
            ImportColumn("证件号码", "document_number", clean_document_number, hint="按证件号码核对考生"),
            ImportColumn("证书编号", "number", certificate_number, hint="不能重复", sample="JX2600001"),
        )
        passed = [one.header for one in ROSTER_COLUMNS if one.header not in HEADERS]
        return TableImport(
            TITLE, columns, check_table=self._check, shown=("姓名", "证书编号"), passed_over=passed
        )

    def owner(self, row: ImportedRow) -> Enrolment | None:
        """Return whose row it is: the document number's, and of two with one number the one so named."""
        found = self.people.get(document_index(row.parsed.get("document_number", "")), ())
        named = [one for one in found if _name(one) == row.parsed.get("name")]
        return next(iter([*named, *found]), None)

    def _check(self, rows: Sequence[ImportedRow]) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for number, told in repeats(rows, "number", "证书编号").items():
            found[number] += told
        taken, first = self._taken(rows), dict[int, int]()
        for row in rows:
            found[row.number] += self._judged(row, taken)
            owner = self.owner(row)
            if owner and first.setdefault(owner.pk, row.number) != row.number:
                found[row.number].append(f"与第 {first[owner.pk]} 行是同一名考生，请删除其中一行。")
        return {number: told for number, told in found.items() if told}

    def _judged(self, row: ImportedRow, taken: Mapping[str, str]) -> Iterator[str]:
        if not row.parsed.get("document_number"):
            return
        owner = self.owner(row)
        if owner is None:
            yield "本批次的合格人员中没有该证件号码。请核对证件号码，并删除不合格或其他批次的人员。"
        elif "name" in row.parsed and _name(owner) != row.parsed["name"]:
            yield f"姓名与花名册中该证件号码的“{owner.candidate.name}”不一致。请核对是否错行。"
        number = row.parsed.get("number")
        kept = owner is not None and assigned_number(owner) == number
        if number is not None and number in taken and not kept:
            yield f"证书编号 {number} {taken[number]}。请核对后更正。"

    def _taken(self, rows: Sequence[ImportedRow]) -> dict[str, str]:
        """Return which of the rows' numbers are taken, and what by.

        A number that a row takes from its person is free for another one, unless it was issued.
        """
        numbers = {row.parsed["number"] for row in rows if "number" in row.parsed}
        own = {one.pk for row in rows if (one := self.owner(row))}
        others = AssignedNumber.objects.filter(number__in=numbers).exclude(enrolment__in=own)
        return {
            **dict.fromkeys(others.order_by().values_list("number", flat=True), "已指定给其他考生"),
            **dict.fromkeys(borne(numbers, by=(FormerCertificate,)), "已是历史证书的编号"),
            **dict.fromkeys(borne(numbers, by=(Certificate,)), "已用于核发的证书"),
        }


def assigned_number(enrolment: Enrolment) -> str:
    """Return the number assigned to a candidate so far; empty without one."""
    assigned: AssignedNumber | None = getattr(enrolment, "assigned_number", None)
    return assigned.number if assigned else ""


def number_roster(batch: Batch) -> NumberRoster:
    """Return the people of a batch who passed as rows are compared with them."""
    people: dict[str, list[Enrolment]] = defaultdict(list)
    for one in qualified(batch).select_related("assigned_number"):
        people[one.candidate.document_index].append(one)
    return NumberRoster(batch, people)


def _name(enrolment: Enrolment) -> str:
    return clean_person_name(enrolment.candidate.name)
