"""Changing which pictures a candidate type hands in (guide 4.5.1-3)."""

from collections.abc import Iterator

from django.db import transaction

from accounts.models import User
from batches.models import CandidateType
from candidates.models import MaterialRule, Need, UploadKind
from candidates.personal_form.materials import ALWAYS, Material, material_of
from ostami.problems import Problem, refuse_if
from workflow import audit


@transaction.atomic
def change_material(
    *, candidate_type: CandidateType, kind: UploadKind, need: Need, note: str, actor: User
) -> MaterialRule:
    """Store whether candidates of a type hand in a picture, with a line in the portal's chain.

    Args:
        candidate_type: whose material it is.
        kind: what the picture shows.
        need: whether it is asked for.
        note: what the candidates read beside it; empty for nothing.
        actor: who keeps the table.

    Raises:
        BlockedError: no form is complete without this picture (guide 4.3-3).
    """
    refuse_if(_problems(kind, need))
    before = _shown(material_of(candidate_type, kind))
    rule, _ = MaterialRule.objects.update_or_create(
        candidate_type=candidate_type, kind=kind, defaults={"need": need, "note": note}
    )
    after = _shown(Material(kind, need, note))
    changes = {label: (before[label], after[label]) for label in after if before[label] != after[label]}
    if changes:
        sentence = f"修改了报名材料：{candidate_type.label}的{kind.label}"
        audit.record(rule, action="change", sentence=sentence, actor=actor, changes=changes)
    return rule


def _problems(kind: UploadKind, need: Need) -> Iterator[Problem]:
    if kind in ALWAYS and need != Need.REQUIRED:
        yield Problem(f"{kind.label}用于核对本人身份，必须提交", "4.3-3", "请选择“必须提交”", "need")


def _shown(material: Material) -> dict[str, str]:
    return {"要求": str(material.need.label), "补充说明": material.note}
