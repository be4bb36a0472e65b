"""Where each thing is mended that stands in the way of handing a form in."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.urls import reverse

from candidates import guards
from candidates.models import Enrolment
from candidates.personal_form.steps import CERTIFICATES, EMPLOYER, HISTORY, UPLOADS, WORK
from ostami.problems import Problem
from workflow.lifecycle import Step

Guard = Callable[[Step[Enrolment]], Iterable[Problem]]
PAGES: tuple[tuple[Guard, str], ...] = (
    (lambda step: guards.school_problems(step.case), EMPLOYER.name),
    (lambda step: guards.certificate_problems(step.case), CERTIFICATES.name),
    (lambda step: guards.study_problems(step.case, today=step.day), HISTORY.name),
    (lambda step: guards.work_problems(step.case, today=step.day), WORK.name),
    (guards.materials_complete, UPLOADS.name),
    (guards.eligible, EMPLOYER.name),
)


def mended_at(
    enrolment: Enrolment, problems: Iterable[Problem], *, at: datetime
) -> Iterator[tuple[Problem, str]]:
    """Yield each problem with the address of the page that mends it, which leads back to the check page.

    The address is empty for what no page mends, such as a window that is shut.
    """
    pages = dict(_pages(Step(enrolment, enrolment.candidate.user, at, "submit")))
    for problem in problems:
        yield problem, pages.get(problem, "")


def _pages(step: Step[Enrolment]) -> Iterator[tuple[Problem, str]]:
    for guard, name in PAGES:
        address = reverse(f"candidates:{name}", kwargs={"pk": step.case.pk}) + "?from=check"
        yield from ((problem, address) for problem in guard(step))
    check = reverse("candidates:check", kwargs={"pk": step.case.pk})
    consent = f"{reverse('candidates:consent')}?next={check}"
    yield from ((problem, consent) for problem in guards.consent_given(step))
