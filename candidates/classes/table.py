"""The table by which a station enters a class: its columns (guide 4.5.1-7)."""

from datetime import datetime

from accounts.identity import DocumentType, Sex, clean_document_number
from batches.models import Batch, BatchItem, CandidateType
from candidates.classes.checks import class_problems
from candidates.education import Education
from candidates.person.document_types import offered_choices
from documents.import_contacts import mailbox, person_name, phone
from documents.table_import import ImportColumn, TableImport, choice, day, text, whole_number

TITLE = "班级名单"
MOST_HOURS = 9999
NUMBER_LENGTH = 40


def class_import(batch: Batch, *, at: datetime) -> TableImport:
    """Return what a class's table must look like for one batch, judged at the instant `at`."""
    columns = (*_person_columns(), *_class_columns(batch), *_form_columns(batch))
    return TableImport(
        TITLE,
        columns,
        check_table=lambda rows: class_problems(rows, batch=batch, at=at),
        shown=("姓名", "证件号码", "班级", "申报工种等级"),
    )


def item_labels(batch: Batch) -> dict[str, BatchItem]:
    """Return the batch's items by the label that the table offers; a label that stands twice is numbered.

    More than 99 people of one trade and level need several plan items (guide 4.5.1-1).
    """
    labels: dict[str, BatchItem] = {}
    for item in batch.items.select_related("plan_item__trade__occupation", "batch"):
        name, number = str(item), 2
        while name in labels:
            name, number = f"{item}（{number}）", number + 1
        labels[name] = item
    return labels


def _person_columns() -> tuple[ImportColumn, ...]:
    kinds = {label: DocumentType(value) for value, label in offered_choices()}
    return (
        ImportColumn("姓名", "name", person_name(50), hint="与证件一致", sample="李明"),
        ImportColumn("证件类型", "document_type", choice(kinds), sample=next(iter(kinds), "")),
        ImportColumn(
            "证件号码",
            "document_number",
            _document_number,
            hint="按文本填写，末位 X 大小写均可；同一人只能有一行",
            sample="99010120060315001X",
        ),
        ImportColumn(
            "性别",
            "sex",
            choice({label: Sex(value) for value, label in Sex.choices}),
            required=False,
            hint="护照等号码中没有性别的证件须填写",
        ),
        ImportColumn(
            "出生日期",
            "birth_date",
            day,
            required=False,
            hint="护照等号码中没有出生日期的证件须填写",
            sample="2006-03-15",
        ),
        ImportColumn(
            "联系电话", "phone", phone, hint="本人手机；没有的填带区号的家庭电话", sample="13900000000"
        ),
        ImportColumn("邮箱", "email", mailbox, required=False, blank="", sample="name@example.com"),
    )


def _class_columns(batch: Batch) -> tuple[ImportColumn, ...]:
    return (
        ImportColumn(
            "班级",
            "class_name",
            text(40),
            required=False,
            blank="",
            hint="激活单按班级排列，建议填写",
            sample="数控2301",
        ),
        ImportColumn("申报工种等级", "item", choice(item_labels(batch)), hint="本批次的工种等级"),
    )


def _form_columns(batch: Batch) -> tuple[ImportColumn, ...]:
    """Return what the personal forms are filled in with beforehand; the candidate completes and checks it."""
    is_student = batch.candidate_type == CandidateType.STUDENT
    place = "就读院校" if is_student else "工作单位"
    usual: tuple[ImportColumn, ...] = (
        ImportColumn(place, "institution", text(100), required=False, blank=""),
        ImportColumn(
            "文化程度",
            "education",
            choice({label: Education(value) for value, label in Education.choices}),
            required=False,
            blank="",
        ),
        ImportColumn("专业", "subject", text(60), required=False, blank=""),
    )
    return (*usual, *_student_columns()) if is_student else usual


def _student_columns() -> tuple[ImportColumn, ...]:
    return (
        ImportColumn("入学时间", "entered_on", day, required=False, hint="与学生证一致", sample="2023-09-01"),
        ImportColumn("预计毕业时间", "graduated_on", day, required=False, sample="2026-06-30"),
        ImportColumn(
            "培训学时",
            "training_hours",
            whole_number(0, MOST_HOURS),
            required=False,
            hint="经本校正规培训的学时",
            sample="400",
        ),
    )


def _document_number(cell: str) -> str:
    number = clean_document_number(cell)
    if not 1 <= len(number) <= NUMBER_LENGTH:
        raise ValueError("不是证件号码，请对照证件填写")
    return number
