"""What the national register would refuse in a row of the upload sheet (人社鉴发〔2019〕2号)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.identity import number_problem
from accounts.names import person_name_problem
from batches.models import Batch
from certificates.models import PREFIX_LENGTH, BranchPrefix
from certificates.numbers.national import CODES, NUMBER, PROVINCE_CODES, PROVINCE_PLACE
from certificates.upload.rows import HEADINGS, UploadRow, upload_rows
from ostami.problems import Problem
from stations.guards import branches

NUMBER_LENGTH = 22
YEAR_PLACE, LEVEL_PLACE = slice(13, 15), 15
# How long the texts of the sheet may be, by their heading; all others follow a rule of their own.
LONGEST = {"姓名": 50, "所在单位": 100, "职业名称": 60, "工种名称": 60, "评价机构": 100, "发证机构": 100}
REISSUE = "证书有误的请按换发办理"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one person's row."""

    row: UploadRow
    problem: Problem


@dataclass(frozen=True, slots=True)
class Register:
    """What rows are held against: the station's province, its branches' prefixes, and the day."""

    province: str
    prefixes: Sequence[BranchPrefix]
    today: date

    def counts(self, prefix: str, *, on: date) -> bool:
        """Tell whether a prefix is one of the branches' and counted on a day."""
        return any(
            one.prefix == prefix and one.valid_from <= on and (one.valid_to is None or on <= one.valid_to)
            for one in self.prefixes
        )


def register_of(batch: Batch, *, today: date) -> Register:
    """Read what the rows of a batch are held against; its station's organisation is joined."""
    province = batch.station.organisation.province
    return Register(province, list(BranchPrefix.objects.filter(branch__in=branches(province))), today)


def checked_rows(batch: Batch, *, today: date, known: bool = False) -> tuple[list[UploadRow], list[Fault]]:
    """Return the rows of a batch, with those uploaded before if `known`, and all that is wrong with them."""
    rows, register = upload_rows(batch, known=known), register_of(batch, today=today)
    return rows, [Fault(row, problem) for row in rows for problem in row_problems(row, register)]


def row_problems(row: UploadRow, register: Register) -> Iterator[Problem]:
    """Yield what is wrong with one row: who it is, the certificate's number, its dates, its lengths."""
    yield from _person(row, register.today)
    yield from certificate_number_problems(row, register)
    yield from _dates(row, register.today)
    yield from _texts(row)


def _person(row: UploadRow, today: date) -> Iterator[Problem]:
    name = person_name_problem(row.certificate.holder_name)
    if name:
        yield Problem(name.text, remedy=REISSUE)
    if not row.type_code:
        kind = row.document_type.label
        remedy = "请管理站或指导中心在“证件类型”中填写上级确认的代码"
        yield Problem(f"证件类型“{kind}”没有上报代码", remedy=remedy)
    number = number_problem(row.document_type, row.document_number, today=today)
    if number:
        yield Problem(number.text, remedy=REISSUE)


def certificate_number_problems(row: UploadRow, register: Register) -> Iterator[Problem]:
    """Yield which of the seven parts of a certificate's number don't agree with the certificate."""
    number, level = row.certificate.number, row.certificate.level
    if len(number) != NUMBER_LENGTH:
        yield _numbered(f"证书编号应为 {NUMBER_LENGTH} 位，现为 {len(number)} 位")
        return
    province = number[PROVINCE_PLACE]
    if province not in CODES:
        yield _numbered(f"证书编号第 6、7 位“{province}”不是省级代码")
    elif province != PROVINCE_CODES.get(register.province):
        yield _numbered(f"证书编号第 6、7 位“{province}”不是{register.province or '考试站所在省份'}的代码")
    elif not NUMBER.fullmatch(number):
        yield _numbered("证书编号应为 1 位大写字母 Y 或 S 加 21 位数字，第 16 位为等级 1 至 5")
    elif not register.counts(number[:PREFIX_LENGTH], on=row.issued_on):
        yield _numbered(f"证书编号前 13 位“{number[:PREFIX_LENGTH]}”不是分支机构在发证当日的编号前缀")
    if number[LEVEL_PLACE] != str(level):
        yield _numbered(f"证书编号第 16 位“{number[LEVEL_PLACE]}”与证书等级 {level} 不符")
    if number[YEAR_PLACE] != f"{row.issued_on:%y}":
        yield _numbered(f"证书编号第 14、15 位“{number[YEAR_PLACE]}”与发证年份 {row.issued_on.year} 不符")


def _numbered(text: str) -> Problem:
    return Problem(text, "2.6.2", "请指导中心核对编号前缀；" + REISSUE)


def _dates(row: UploadRow, today: date) -> Iterator[Problem]:
    issued_on, exam_date = row.issued_on, row.certificate.exam_date
    if issued_on > today:
        yield Problem(f"发证日期 {issued_on} 晚于今天", remedy="请在发证日期当天或以后上报")
    if issued_on < exam_date:
        yield Problem(f"发证日期 {issued_on} 早于考试日期 {exam_date}", remedy=REISSUE)


def _texts(row: UploadRow) -> Iterator[Problem]:
    for heading, text in zip(HEADINGS, row.cells, strict=True):
        longest = LONGEST.get(heading)
        if longest and not text.strip():
            yield Problem(f"没有{heading}", remedy="请核对证书和机构信息")
        elif longest and len(text) > longest:
            yield Problem(f"{heading}有 {len(text)} 个字，最多 {longest} 个", remedy="请核对证书和机构信息")
