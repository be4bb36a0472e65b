"""The whole journey from plan to looked-up certificate, with every paper that it meets."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.urls import reverse

from accounts.models import User
from batches.models import Batch, CandidateType
from candidates.models import Enrolment
from candidates.sheets import personal_form, roster_sheet
from certificates.forms import LookupForm
from certificates.lookup import look_up
from certificates.models import Certificate
from certificates.services import export_qualified_roster, print_certificate
from documents.docx import render_docx
from documents.pdf import render_pdf
from documents.xlsx import render_xlsx
from exams.selectors import qualified
from jobs.models import Job, JobState
from jobs.running import run_job
from ostami import clock
from ostami.policy import earliest_exam_date, enrolment_closes_at, last_enrolment_day, paper_window
from portal.practice.candidate_desk import (
    accepted_enrolment,
    drafted_enrolment,
    registered,
    stamped_enrolment,
    submitted_enrolment,
)
from portal.practice.days import Journey, own_days, play
from portal.practice.exam_desk import readied
from portal.practice.forms import filled
from portal.practice.offices import NANTONG, TURNER, centre_login, ready
from portal.practice.papers import PaperError, Papers
from portal.practice.people import PracticePerson
from portal.practice.settlement_desk import confirmed, fees_from, paid
from portal.practice.station_desk import (
    Desk,
    Planned,
    approved_batch,
    approved_plan,
    approved_results,
    drafted_batch,
    recorded_scores,
    submitted_batch,
    submitted_results,
    submitted_roster,
)
from scope_catalog.selectors import trade_by_code
from workflow.lifecycle import perform

# The journey ends on the portal's day: it begins so long before.
JOURNEY = timedelta(days=40)
LEVEL = 4
# One name has a character that few fonts hold.
NAMES = ("贾志远", "贾𬍛", "贾一鸣")
SCORES = (("85", "88.5"), ("59.5", "90"), ("92.5", "96"))
USERNAME = "play"
HOST = "http://127.0.0.1:8000"


@dataclass(slots=True)
class Lifecycle:
    """One journey: who takes part, what it has come to."""

    desk: Desk
    centre: User
    papers: Papers
    began: date
    run: int
    batch: Batch = field(init=False)
    certificates: list[Certificate] = field(default_factory=list)

    def journey(self) -> Journey:
        """Play from the plan to the lookup, a few days a step."""
        yield self.began
        fees_from(self.began, management=self.desk.management)
        line = Planned(trade_by_code(TURNER), LEVEL, month=self.began.month)
        plan = approved_plan(self.desk, self.began.year, [line])
        yield self.began + timedelta(1)
        exam_date = earliest_exam_date(clock.today())
        kind = CandidateType.STUDENT
        drafted = drafted_batch(self.desk, [*plan.items.all()], exam_date=exam_date, candidate_type=kind)
        self.batch = submitted_batch(self.desk, drafted)
        yield self.began + timedelta(3)
        self.batch = approved_batch(self.desk, self.batch)
        yield self.began + timedelta(5)
        enrolments = [self._enrolled(number, name) for number, name in enumerate(NAMES, start=1)]
        yield self.began + timedelta(7)
        for enrolment in enrolments:
            accepted_enrolment(enrolment, reviewer=self.desk.login)
        yield last_enrolment_day(exam_date)
        self._roster(self.batch)
        yield exam_date
        recorded_scores(self.desk, self.batch, SCORES)
        self.batch = submitted_results(self.desk, readied(self.desk, self.batch))
        yield exam_date + timedelta(2)
        self.batch = approved_results(self.desk, self.batch)
        self._qualified_roster(self.batch, "qualified-roster.xlsx")
        paid(self.desk, self.batch)
        yield exam_date + timedelta(3)
        confirmed(self.desk, self.batch)
        yield exam_date + timedelta(4)
        self._certified(self.batch)

    def _enrolled(self, number: int, name: str) -> Enrolment:
        """Register and enrol one person, print the form, and hand the stamped one in."""
        born = date(2004, 1, 1) + timedelta(self.run)
        person = PracticePerson(f"{USERNAME}-{self.run}-{number}", name, born, 500 + number)
        enrolment = submitted_enrolment(drafted_enrolment(registered(person), self.batch.items.get()))
        sheet = personal_form(enrolment)
        self.papers.keep_pdf(f"personal-form-{number}.pdf", render_pdf(sheet))
        self.papers.keep(f"personal-form-{number}.docx", render_docx(sheet))
        return stamped_enrolment(enrolment)

    def _roster(self, batch: Batch) -> None:
        self.batch = submitted_roster(self.desk, batch)
        sheet = roster_sheet(self.batch)
        self.papers.keep("roster.xlsx", render_xlsx(sheet))
        self.papers.keep_pdf("roster.pdf", render_pdf(sheet))

    def _qualified_roster(self, batch: Batch, name: str) -> None:
        job = export_qualified_roster(batch=batch, actor=self.desk.login)
        run_job.call(job.pk)
        self.papers.keep(name, _result(job))

    def _certified(self, batch: Batch) -> None:
        self.batch = perform(batch, "certify", actor=self.centre)
        self._qualified_roster(self.batch, "qualified-roster-certified.xlsx")
        issued = Certificate.objects.visible_to(self.centre).filter(enrolment__batch=batch)
        self.certificates = list(issued.select_related("enrolment__candidate__user").order_by("number"))
        for certificate in self.certificates:
            holder = certificate.enrolment.candidate.user
            address = HOST + reverse("certificates:lookup")
            pdf = print_certificate(certificate=certificate, actor=holder, lookup_address=address)
            self.papers.keep_pdf(f"certificate-{certificate.number}.pdf", pdf)
            _looked_up(certificate)

    def report(self) -> dict[str, Any]:
        """Return what the journey came to, in plain values."""
        return {
            "batch_number": self.batch.number,
            "dates": _dates(self.batch),
            "counts": {
                "enrolled": self.batch.enrolments.accepted().count(),
                "passed": qualified(self.batch).count(),
                "certificates": len(self.certificates),
            },
            "certificate_numbers": [certificate.number for certificate in self.certificates],
            "files": [str(self.papers.folder / name) for name in self.papers.written],
        }


def _dates(batch: Batch) -> dict[str, Any]:
    exam_date = batch.exam_date
    return {
        "applied_on": batch.applied_on.isoformat() if batch.applied_on else None,
        "last_enrolment_day": last_enrolment_day(exam_date).isoformat(),
        "enrolment_closes_at": enrolment_closes_at(exam_date).isoformat(),
        "paper_window": [instant.isoformat() for instant in paper_window(exam_date)],
        "exam_date": exam_date.isoformat(),
    }


def _result(job: Job) -> bytes:
    job.refresh_from_db()
    if job.state != JobState.FINISHED:
        raise PaperError(f"{job}: {job.message}")
    content: bytes = job.result.read()
    return content


def _looked_up(certificate: Certificate) -> None:
    """Find the certificate as the public does.

    Raises:
        PaperError: the lookup doesn't find it, or finds another.
    """
    form = filled(LookupForm({"name": certificate.holder_name, "number": certificate.number}))
    found = [answer.certificate.number for answer in look_up(form.query)]
    if found != [certificate.number]:
        raise PaperError(f"The lookup of {certificate.number} found {found}.")


def play_lifecycle(out: Path) -> dict[str, Any]:
    """Play the whole journey through forms and verbs, write its papers to `out`, and return its report.

    Each time plays a new batch of the practice station, on a plan or a supplement of its own.
    """
    out.mkdir(parents=True, exist_ok=True)
    began = clock.today() - JOURNEY
    with own_days():
        clock.set_practice_day(began)
        desk = ready(NANTONG, today=began)
        lifecycle = Lifecycle(desk, centre_login(), Papers(out.resolve()), began, _run_number())
        play(lifecycle.journey(), until=began + JOURNEY)
    return lifecycle.report()


def _run_number() -> int:
    """Return how many journeys were begun before this one, and one more."""
    return User.objects.filter(username__startswith=f"{USERNAME}-").count() // len(NAMES) + 1
