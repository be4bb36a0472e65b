"""Which pictures a person hands in: by the table of their type, and by what they state (guide 4.5.1-3)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from batches.models import CandidateType
from candidates.models import Enrolment, HistoryKind, MaterialRule, Need, UploadKind
from candidates.models.materials import RULED_KINDS

_EVERYBODY = dict.fromkeys((UploadKind.PHOTO, UploadKind.ID_FRONT, UploadKind.ID_BACK), Need.REQUIRED)
_WORKING = dict.fromkeys((UploadKind.CERTIFICATE, UploadKind.TITLE, UploadKind.DIPLOMA), Need.OPTIONAL)

# What holds where the table has no row; what neither names isn't asked for.
DEFAULTS: dict[CandidateType, dict[UploadKind, Need]] = {
    CandidateType.STUDENT: {
        **_EVERYBODY,
        UploadKind.STUDENT_CARD: Need.REQUIRED,
        UploadKind.CERTIFICATE: Need.OPTIONAL,
        UploadKind.TRAINING_PROOF: Need.OPTIONAL,
    },
    CandidateType.IN_SERVICE: {**_EVERYBODY, UploadKind.WORK_PROOF: Need.REQUIRED, **_WORKING},
    CandidateType.SOCIAL: {
        **_EVERYBODY,
        UploadKind.WORK_PROOF: Need.REQUIRED,
        UploadKind.RESIDENCE_PROOF: Need.OPTIONAL,
        **_WORKING,
    },
}
# No form is complete without these: whose it is must be seen.
ALWAYS = (UploadKind.PHOTO, UploadKind.ID_FRONT)
CONDITIONS = {
    UploadKind.CERTIFICATE: "申报表填写了已取得证书的，必须上传",
    UploadKind.TITLE: "申报表填写了职称的，必须上传",
    UploadKind.DIPLOMA: "凭毕业学历申报（填写了毕业时间）的，必须上传",
    UploadKind.RESIDENCE_PROOF: "目前没有工作单位的，必须上传，可代替工作年限证明",
}

Rules = Mapping[tuple[str, str], MaterialRule]


@dataclass(frozen=True, slots=True)
class Material:
    """One material of a candidate type: whether it is asked for, and what staff say beside it."""

    kind: UploadKind
    need: Need
    note: str = ""

    @property
    def words(self) -> str:
        """What is asked, in Chinese: who has to hand in what isn't asked of everybody."""
        condition = CONDITIONS.get(self.kind, "") if self.need == Need.OPTIONAL else ""
        return "；".join(part for part in (condition or self.need.label, self.note) if part)


def stored_rules(**only: str) -> Rules:
    """Return the rows of the table by candidate type and kind: what is read once for many enrolments."""
    return {(row.candidate_type, row.kind): row for row in MaterialRule.objects.filter(**only)}


def materials_of(candidate_type: str, rules: Rules | None = None) -> tuple[Material, ...]:
    """Return every material that can be ruled on, as it holds for a candidate type, required ones first.

    Args:
        candidate_type: whose materials.
        rules: the table's rows where they were read before; else they are read here.
    """
    whom = CandidateType(candidate_type)
    rows = stored_rules(candidate_type=whom) if rules is None else rules
    return _by_need(_material(whom, kind, rows.get((whom, kind))) for kind in RULED_KINDS)


def _by_need(found: Iterable[Material]) -> tuple[Material, ...]:
    return tuple(sorted(found, key=lambda one: list(Need).index(one.need)))


def material_of(candidate_type: CandidateType, kind: UploadKind) -> Material:
    """Return one material as it holds for a candidate type."""
    row = MaterialRule.objects.filter(candidate_type=candidate_type, kind=kind).first()
    return _material(candidate_type, kind, row)


def _material(whom: CandidateType, kind: UploadKind, row: MaterialRule | None) -> Material:
    if row is None:
        return Material(kind, DEFAULTS[whom].get(kind, Need.NONE))
    return Material(kind, Need(row.need), row.note)


def asked_materials(candidate_type: str, rules: Rules | None = None) -> tuple[Material, ...]:
    """Return the materials that a candidate type hands in before submission, required ones first."""
    return tuple(one for one in materials_of(candidate_type, rules) if one.need != Need.NONE)


def required_kinds(candidate_type: str) -> tuple[UploadKind, ...]:
    """Return the pictures without which no enrolment of this candidate type is complete."""
    return tuple(one.kind for one in materials_of(candidate_type) if one.need == Need.REQUIRED)


def kinds_for(candidate_type: str) -> tuple[UploadKind, ...]:
    """Return the pictures that this candidate type hands in before submission, required ones first."""
    return tuple(one.kind for one in asked_materials(candidate_type))


def materials_for(enrolment: Enrolment, rules: Rules | None = None) -> tuple[Material, ...]:
    """Return the materials of an enrolment: what its facts claim has to be shown, so it is required."""
    stated = set(_stated(enrolment))
    asked = asked_materials(enrolment.batch.candidate_type, rules)
    return _by_need(replace(one, need=_need(one, stated)) for one in asked)


def _need(material: Material, stated: set[UploadKind]) -> Need:
    if material.kind in stated:
        return Need.REQUIRED
    # Who has no employer brings the one proof instead of the other.
    if material.kind == UploadKind.WORK_PROOF and UploadKind.RESIDENCE_PROOF in stated:
        return Need.OPTIONAL
    return material.need


def needed_kinds(enrolment: Enrolment, rules: Rules | None = None) -> tuple[UploadKind, ...]:
    """Return the pictures without which this enrolment is incomplete."""
    return tuple(one.kind for one in materials_for(enrolment, rules) if one.need == Need.REQUIRED)


def _stated(enrolment: Enrolment) -> Iterator[UploadKind]:
    """Yield what proves the facts of the form."""
    if enrolment.prior_skill or enrolment.prior_level:
        yield UploadKind.CERTIFICATE
    if enrolment.title_name or enrolment.title_rank:
        yield UploadKind.TITLE
    if enrolment.graduated_on and not enrolment.is_student:
        yield UploadKind.DIPLOMA
    if enrolment.batch.candidate_type == CandidateType.SOCIAL and not has_employer(enrolment):
        yield UploadKind.RESIDENCE_PROOF


def has_employer(enrolment: Enrolment) -> bool:
    """Tell whether a job of the history goes on."""
    return any(entry.kind == HistoryKind.WORK and entry.end is None for entry in enrolment.history.all())
