"""The personal form F3 (guide 4.4)."""

from datetime import date

from candidates.models import Enrolment, HistoryEntry, HistoryKind, Upload, UploadKind
from candidates.scores import Scores, scores_of
from candidates.stamping.codes import form_address, grouped
from documents.sheets import (
    EMPTY_DATE,
    Align,
    Cell,
    FormSheet,
    Grid,
    Photo,
    Row,
    VAlign,
    label,
    portrait,
    row,
    signature,
    value,
)
from documents.watermarks import practice_mark

FORM_TITLE = "机械行业职业能力水平评价个人申报表"
PHOTO_MM = (33, 48)  # 小2寸
ROW_MM = 13
HISTORY_MM = 56
STAMP_MM = 42
DRAFT_MARK = "未提交"
FORM_COLUMNS = (27, 25, 18, 22, 24, 30, 37)
BLANK_INSTITUTION = "就读院校\n(工作单位)"


def personal_form(enrolment: Enrolment, scores: Scores | None = None, *, root: str = "") -> FormSheet:
    """Return the personal form F3 of an enrolment, document number in full.

    Args:
        enrolment: with candidate, batch, trade, history and uploads.
        scores: theory and practical score as printed; asked of the registered provider where absent, which
            leaves them empty until the results are published.
        root: the portal's absolute address, for the QR code of a form that was handed in.
    """
    published = scores or scores_of(enrolment)
    person, trade = enrolment.candidate, enrolment.batch_item.trade
    return _form(
        {
            "姓名": person.name,
            "性别": person.get_sex_display(),
            "出生年月": _month(person.birth_date),
            "身份证号": person.document_number,
            enrolment.institution_label: enrolment.institution,
            "文化程度": enrolment.get_education_display(),
            "入学时间": _month(enrolment.entered_on),
            "专业": enrolment.subject,
            "已取得职业技能名称及等级": enrolment.prior_skill,
            "已取得证书编号": enrolment.prior_certificate_number,
            "发证单位": enrolment.prior_issuer,
            "申报职业": trade.name,
            "申报职业工龄": _years(enrolment.years_in_occupation),
            "申报等级": enrolment.batch_item.plan_item.level_label,
            "考生电话": person.phone,
            "理论知识考试成绩": published.theory,
            "实操技能考核成绩": published.practical,
            "是否符合申报条件": enrolment.eligibility,
            "其他": enrolment.other or _further(enrolment),
            "学习经历": history_lines(list(enrolment.history.all())),
        },
        institution=enrolment.institution_label,
        photo=_photo(enrolment),
        mark=DRAFT_MARK if enrolment.is_open else None,
        footer=_footer(enrolment),
        address=form_address(enrolment, root=root),
    )


def blank_personal_form() -> FormSheet:
    """Return the empty personal form, to fill by hand."""
    return _form({}, institution=BLANK_INSTITUTION, photo=None, mark=None, footer="", address="")


def _form(
    facts: dict[str, str],
    *,
    institution: str,
    photo: Photo | None,
    mark: str | None,
    footer: str,
    address: str,
) -> FormSheet:
    def cell(name: str, colspan: int) -> tuple[Cell, Cell]:
        return label(name), value(facts.get(name, ""), colspan=colspan)

    head = row(
        *(part for name in ("姓名", "性别", "出生年月") for part in cell(name, 1)),
        portrait(photo, text="本人照片\n(小2寸)", rowspan=4),
        height_mm=ROW_MM,
    )
    rows = (
        head,
        row(*cell("身份证号", 5), height_mm=ROW_MM),
        row(*cell(institution, 5), height_mm=ROW_MM),
        row(*cell("文化程度", 2), *cell("入学时间", 2), height_mm=ROW_MM),
        *(_pair(facts, *names) for names in PAIRS),
        _tall(facts.get("学习经历", "")),
        row(
            label("盖章处"), signature(foot=f"(现工作单位盖章)  {EMPTY_DATE}", colspan=6), height_mm=STAMP_MM
        ),
    )
    return FormSheet(
        title=FORM_TITLE,
        code="附件1",
        blocks=(Grid(FORM_COLUMNS, rows),),
        watermark=practice_mark(mark),
        footer=footer,
        address=address,
    )


PAIRS = (
    ("专业", "已取得职业技能名称及等级"),
    ("已取得证书编号", "发证单位"),
    ("申报职业", "申报职业工龄"),
    ("申报等级", "考生电话"),
    ("理论知识考试成绩", "实操技能考核成绩"),
    ("是否符合申报条件", "其他"),
)


def _pair(facts: dict[str, str], first: str, second: str) -> Row:
    return row(
        label(first),
        value(facts.get(first, ""), colspan=2),
        label(second, colspan=2),
        value(facts.get(second, ""), colspan=2),
        height_mm=ROW_MM,
    )


def _tall(text: str) -> Row:
    return row(
        label("学习经历"),
        value(text, colspan=6, align=Align.START, valign=VAlign.TOP),
        height_mm=HISTORY_MM,
    )


def history_lines(entries: list[HistoryEntry]) -> str:
    """Return the history as the form prints it, a line a period, schooling before work."""
    ordered = sorted(entries, key=lambda entry: (entry.kind == HistoryKind.WORK, entry.start, entry.pk))
    return "\n".join(map(_history_line, ordered))


def _history_line(entry: HistoryEntry) -> str:
    until = _month(entry.end) if entry.end else "至今"
    return "　".join(
        part for part in (f"{_month(entry.start)}–{until}", entry.place, entry.subject, entry.duty) if part
    )


def _month(day: date | None) -> str:
    return f"{day.year} 年 {day.month} 月" if day else ""


def _years(years: int | None) -> str:
    return "" if years is None else f"{years} 年"


def _photo(enrolment: Enrolment) -> Photo | None:
    uploads = {upload.kind: upload for upload in enrolment.uploads.all()}
    upload = uploads.get(UploadKind.PHOTO)
    return Photo(upload.file.read(), *_fitted(upload)) if upload else None


def _fitted(upload: Upload) -> tuple[float, float]:
    """Return the size in mm in which a picture fills the photo cell without being stretched."""
    width_mm, height_mm = PHOTO_MM
    if not (upload.width and upload.height):
        return width_mm, height_mm
    scale = min(width_mm / upload.width, height_mm / upload.height)
    return round(upload.width * scale, 1), round(upload.height * scale, 1)


def _further(enrolment: Enrolment) -> str:
    """Return what the official cells have no place for: class, hours of training, title."""
    parts = (
        enrolment.class_name,
        f"培训 {enrolment.training_hours} 学时" if enrolment.training_hours else "",
        enrolment.title_name,
    )
    return "，".join(part for part in parts if part)


def _footer(enrolment: Enrolment) -> str:
    batch = enrolment.batch
    parts = [str(batch), str(batch.station)]
    if enrolment.sequence is not None:
        parts.insert(1, f"报名序号 {enrolment.sequence}")
    if enrolment.form_code and not enrolment.is_open:
        parts.append(f"编码 {grouped(enrolment.form_code)}")
    return "　".join(parts)
