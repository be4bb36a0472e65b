"""What the personal form still lacks (guide 4.3-3, 4.4)."""

from collections.abc import Iterator

from candidates.models import Enrolment
from candidates.personal_form.asked import empty_names, required_certificate_fields, required_school_fields
from ostami.problems import Problem
from workflow.lifecycle import Step


def still_open(enrolment: Enrolment) -> Iterator[Problem]:
    """What was handed in can't be changed any more, unless the station returns it (guide 4.3-3)."""
    if not enrolment.is_open:
        yield Problem(
            f"报名已提交（当前状态为“{enrolment.get_status_display()}”），不能修改和删除",
            "4.3-3",
            "如需更正，请在报名页面申请更正，或联系考试站",
        )


def form_complete(step: Step[Enrolment]) -> Iterator[Problem]:
    """The personal form is filled in (guide 4.3-3, 4.4)."""
    yield from school_problems(step.case)
    yield from certificate_problems(step.case)


def school_problems(enrolment: Enrolment) -> Iterator[Problem]:
    """Yield what the page on school or employer lacks."""
    yield from _empty(enrolment, required_school_fields(enrolment))


def certificate_problems(enrolment: Enrolment) -> Iterator[Problem]:
    """Yield what the page on certificates and titles lacks."""
    yield from _empty(enrolment, required_certificate_fields(enrolment))


def _empty(enrolment: Enrolment, names: tuple[str, ...]) -> Iterator[Problem]:
    for name in empty_names(enrolment, names):
        remedy = "没有的请在该页勾选“没有”后保存" if name == "certificates_said" else "请返回申报表补填"
        yield Problem(f"申报表的“{form_label(enrolment, name)}”还没有填写", "4.4", remedy)


def empty_fields(enrolment: Enrolment) -> list[str]:
    """Return the labels of the required fields of the personal form that are empty."""
    return [*empty_school_fields(enrolment), *empty_certificate_fields(enrolment)]


def empty_school_fields(enrolment: Enrolment) -> list[str]:
    """Return the labels of the required fields that are empty on the page on school or employer."""
    names = empty_names(enrolment, required_school_fields(enrolment))
    return [form_label(enrolment, name) for name in names]


def empty_certificate_fields(enrolment: Enrolment) -> list[str]:
    """Return the labels of the required fields that are empty on the page on certificates and titles."""
    names = empty_names(enrolment, required_certificate_fields(enrolment))
    return [form_label(enrolment, name) for name in names]


def form_label(enrolment: Enrolment, name: str) -> str:
    """Return what a field of the personal form is called for this candidate type."""
    if name == "institution":
        return enrolment.institution_label
    label = str(Enrolment._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001  # a field of its own
    return f"预计{label}" if name == "graduated_on" and enrolment.is_student else label
