"""The kinds of identity document as the portal offers and reports them: as staff stored, else by default."""

from django.db import transaction

from accounts.identity import DocumentType
from accounts.models import User
from candidates.models import DocumentTypeRow
from ostami.problems import Problem, refuse_if
from workflow import audit

# Codes of the national upload; that of the residence permit awaits the authority's word.
UPLOAD_CODES = {
    DocumentType.RESIDENT_ID: "201",
    DocumentType.OFFICER: "202",
    DocumentType.PASSPORT: "208",
    DocumentType.HONGKONG_MACAO_PERMIT: "210",
    DocumentType.TAIWAN_PERMIT: "213",
    DocumentType.FOREIGN_PERMANENT: "215",
}
STEP = 10  # between two positions, so that a kind can be put between


def document_types() -> list[DocumentTypeRow]:
    """Return every kind in the order in which it is offered; a kind that staff never changed is unsaved."""
    stored = {row.kind: row for row in DocumentTypeRow.objects.all()}
    rows = [stored.get(kind.value) or _default(kind) for kind in DocumentType]
    return sorted(rows, key=lambda row: row.position)


def document_type(kind: DocumentType) -> DocumentTypeRow:
    """Return one kind, unsaved where staff never changed it."""
    return DocumentTypeRow.objects.filter(kind=kind).first() or _default(kind)


def offered_types() -> list[DocumentTypeRow]:
    """Return the kinds with which a person may register, in order."""
    return [row for row in document_types() if row.is_offered]


def offered_choices() -> list[tuple[str, str]]:
    """Return the offered kinds as a form's choices."""
    return [(row.kind, row.name) for row in offered_types()]


@transaction.atomic
def change_document_type(
    *, kind: DocumentType, name: str, upload_code: str, position: int, is_offered: bool, actor: User
) -> DocumentTypeRow:
    """Store what staff want of one kind.

    Raises:
        BlockedError: another kind has the name or the code, or none would be offered any more.
    """
    before = _shown(document_type(kind))
    facts = {"name": name, "upload_code": upload_code, "position": position, "is_offered": is_offered}
    row, _ = DocumentTypeRow.objects.update_or_create(kind=kind, defaults=facts)
    after = _shown(row)
    changes = {label: (before[label], after[label]) for label in after if before[label] != after[label]}
    if changes:
        sentence = f"修改了证件类型：{kind.label}"
        audit.record(row, action="change", sentence=sentence, actor=actor, changes=changes)
    # The line waited for the portal's chain: two who change the table at once see each other's change here.
    refuse_if(_problems(row))
    return row


def _default(kind: DocumentType) -> DocumentTypeRow:
    position = (list(DocumentType).index(kind) + 1) * STEP
    code = UPLOAD_CODES.get(kind, "")
    return DocumentTypeRow(kind=kind.value, name=kind.label, upload_code=code, position=position)


def _shown(row: DocumentTypeRow) -> dict[str, str]:
    return {
        "显示名称": row.name,
        "上报代码": row.upload_code,
        "排列顺序": str(row.position),
        "注册时可选": "是" if row.is_offered else "否",
    }


def _problems(row: DocumentTypeRow) -> list[Problem]:
    problems = []
    for other in document_types():
        if other.kind == row.kind:
            continue
        if other.name == row.name:
            text = f"“{row.name}”已是{other.get_kind_display()}的名称"
            problems.append(Problem(text, remedy="请用能区分的名称", field="name"))
        if row.upload_code and other.upload_code == row.upload_code:
            text = f"代码 {row.upload_code} 已是“{other.name}”的代码"
            problems.append(Problem(text, remedy="请核对上报要求后重新填写", field="upload_code"))
    if not offered_types():
        text = "至少要有一种证件注册时可选，否则没有人能够注册"
        problems.append(Problem(text, remedy="请先让另一种证件可选", field="is_offered"))
    return problems
