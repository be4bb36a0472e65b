"""The pages on which a personal form is filled in, in their order: one topic a page."""

from dataclasses import dataclass

from django.urls import reverse

from candidates.models import Enrolment


@dataclass(frozen=True, slots=True)
class FormStep:
    """One page: the name of its address, its topic, and what is done on it."""

    name: str
    topic: str
    task: str

    def address(self, enrolment: Enrolment) -> str:
        """Return where the page of an enrolment is."""
        return reverse(f"candidates:{self.name}", kwargs={"pk": enrolment.pk})


SCHOOL = FormStep("form", "学校", "填写学校信息")
EMPLOYER = FormStep("form", "工作单位与学历", "填写工作单位与学历")
CERTIFICATES = FormStep("certificates_form", "已取得的证书", "填写已取得的证书")
HISTORY = FormStep("history", "学习经历", "填写学习经历")
WORK = FormStep("work_history", "工作经历", "填写工作经历")
UPLOADS = FormStep("uploads", "材料", "上传材料")
CHECK = FormStep("check", "核对并提交", "核对并提交")


def steps_of(enrolment: Enrolment) -> tuple[FormStep, ...]:
    """Return the pages of an enrolment: students have no page on work."""
    if enrolment.is_student:
        return (SCHOOL, CERTIFICATES, HISTORY, UPLOADS, CHECK)
    return (EMPLOYER, CERTIFICATES, HISTORY, WORK, UPLOADS, CHECK)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands among the pages of its enrolment."""

    number: int
    step: FormStep
    steps: tuple[FormStep, ...]
    before: FormStep | None
    after: FormStep | None


def place_of(enrolment: Enrolment, name: str) -> Place | None:
    """Return where the page of this name stands; None for a page that the enrolment doesn't have."""
    steps = steps_of(enrolment)
    for index, step in enumerate(steps):
        if step.name == name:
            around = (None, *steps, None)
            return Place(index + 1, step, steps, around[index], around[index + 2])
    return None
