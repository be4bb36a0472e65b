"""The paper of examiner applications: form F2, 机械工业人才评价考评、管理人员审批表 (guide 3.2)."""

from accounts.identity import age_on
from documents.pictures import photo_within
from documents.sheets import (
    Cell,
    Field,
    Fields,
    FormSheet,
    Grid,
    Photo,
    Row,
    date_in_words,
    label,
    portrait,
    row,
    signature,
    value,
)
from documents.watermarks import practice_mark
from examiners.applicants import station_of
from examiners.models import EvidenceKind, ExaminerApplication, SoughtGrade
from examiners.opinions import Opinions, opinions_of
from ostami import clock
from workflow.opinions import Opinion

TITLE = "机械工业人才评价考评、管理人员审批表"
TRADES = "职业能力水平评价(职业技能等级认定)工种(限三个)"
DEPARTMENT, UNIT, CENTRE = (
    "所在部门推荐意见",
    "所在单位推荐意见",
    "机械工业职业技能鉴定指导中心审批意见",
)
COLUMNS = (30, 30, 16, 20, 24, 20, 40)
PHOTO_MM = (34, 42)
TRADES_MM, OPINION_MM = 18, 34
# The cells of one line each: those beside the photo, and those of the whole width.
BESIDE_PHOTO = ("学历及专业", "身份证号码", "所在部门")
WHOLE_WIDTH = ("职业及年限", "职称或职务", "通讯地址")


def f2_sheet(application: ExaminerApplication | None) -> FormSheet:
    """Return form F2 of `application`, document number in full, with the opinions that stand.

    Args:
        application: with trades and evidence; None gives the empty form.
    """
    facts = _facts(application) if application else {}
    opinions = opinions_of(application) if application else Opinions()
    return FormSheet(
        title=TITLE,
        blocks=(
            Fields((Field("单位名称", facts.get("单位名称", "")),)),
            Grid(
                COLUMNS,
                (
                    *_person(facts, _photo(application)),
                    _sought(application),
                    row(label(TRADES), value(facts.get(TRADES, ""), colspan=6), height_mm=TRADES_MM),
                    _opinion(DEPARTMENT, _department(application)),
                    _opinion(UNIT, _signed(opinions.unit)),
                    _opinion(CENTRE, _signed(opinions.centre)),
                ),
            ),
        ),
        watermark=practice_mark(),
    )


def _facts(application: ExaminerApplication) -> dict[str, str]:
    places = application.trade_places.select_related("trade")
    return {
        "单位名称": _unit(application),
        "姓名": application.person_name,
        "性别": application.get_sex_display(),
        "年龄": _age(application),
        "学历及专业": application.education,
        "身份证号码": application.document_number,
        "所在部门": application.department,
        "职业及年限": application.occupation,
        "职称或职务": application.title,
        "通讯地址": application.address,
        "电子邮箱": application.email,
        "联系电话": application.phone,
        TRADES: "、".join(place.trade.name for place in places),
    }


def _unit(application: ExaminerApplication) -> str:
    """Return who employs the person and seals the form: the school that hosts a station, not the station."""
    station = station_of(application.organisation)
    return station.host_organization if station else application.organisation.name


def _age(application: ExaminerApplication) -> str:
    """Return the age in full years on the day of the last submission, or today before there is one."""
    if application.birth_date is None:
        return ""
    submitted = application.submitted_at
    handed_in = submitted is not None and not application.is_open
    day = clock.day_of(submitted) if submitted and handed_in else clock.today()
    return str(age_on(day, born=application.birth_date))


def _person(facts: dict[str, str], photo: Photo | None) -> list[Row]:
    def cells(name: str, colspan: int) -> tuple[Cell, Cell]:
        return label(name), value(facts.get(name, ""), colspan=colspan)

    first = (cell for name in ("姓名", "性别", "年龄") for cell in cells(name, 1))
    return [
        row(*first, portrait(photo, rowspan=4)),
        *(row(*cells(name, 5)) for name in BESIDE_PHOTO),
        *(row(*cells(name, 6)) for name in WHOLE_WIDTH),
        row(*cells("电子邮箱", 3), *cells("联系电话", 2)),
    ]


def _sought(application: ExaminerApplication | None) -> Row:
    chosen = application.sought if application else ""
    marks = (value(f"{one.label}（{'√' if one == chosen else ' '}）", colspan=2) for one in SoughtGrade)
    return row(label("参加培训项目"), *marks)


def _photo(application: ExaminerApplication | None) -> Photo | None:
    if application is None:
        return None
    found = next((one for one in application.evidence.all() if one.kind == EvidenceKind.PHOTO), None)
    width_mm, height_mm = PHOTO_MM
    return photo_within(found.file.read(), width_mm=width_mm, height_mm=height_mm) if found else None


def _department(application: ExaminerApplication | None) -> Cell:
    if application is None:
        return _unsigned()
    lines = [part for part in (application.department_opinion, application.department_head) if part]
    return signature("\n\n".join(lines), foot=_foot(date_in_words(application.department_on)), colspan=6)


def _signed(opinion: Opinion | None) -> Cell:
    if opinion is None:
        return _unsigned()
    return signature(
        f"{opinion.text}\n\n{opinion.signed_by}", foot=_foot(date_in_words(opinion.on)), colspan=6
    )


def _unsigned() -> Cell:
    return signature(foot=_foot(date_in_words(None)), colspan=6)


def _foot(day: str) -> str:
    return f"签字(盖章)：  {day}"


def _opinion(name: str, cell: Cell) -> Row:
    return row(label(name), cell, height_mm=OPINION_MM)
