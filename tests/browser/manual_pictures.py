"""The pictures of the manuals: who opens which page for each."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from accounts.models import User
from batches.models import AnnualPlan, Batch, BatchStatus, PlanStatus
from candidates.models import Correction, Enrolment, EnrolmentStatus
from certificates.models import Certificate, CertificateChange, Settlement, SettlementStatus, Shipment
from examiners.models import ExaminerApplication
from exams.models import EvaluationReport, ReportStatus, SupervisionAssignment, SupervisionStatus
from exams.selectors import OPEN
from portal.practice.offices import BRANCH_NAME, CHANGZHOU
from question_bank.models import PaperUse
from scope_catalog.choices import Scheme
from stations.models import StationApplication

STATION = f"机械行业职业能力评价职教{CHANGZHOU.code[-3:]}考试站"
MANAGEMENT = "机械行业职业能力评价职教管理站"
CENTRE = "机械工业职业技能鉴定指导中心"
SCHOOL, EXAMINER, SUPERVISOR = "演练职业技术学校", "贾金工", "贾督导"
DRAFTING, STAMPING, HOLDER, CORRECTING = "jia-xiaoshu", "jia-dashu", "jia-lichun", "jia-bailu"
VISITOR = ""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, who looks (nobody for a visitor), at which page, and whether on a phone."""

    name: str
    who: str
    page: str | Callable[[], str]
    phone: bool = False

    @property
    def address(self) -> str:
        """The page's address."""
        return self.page if isinstance(self.page, str) else self.page()


def _batch(status: BatchStatus, *, who: str = STATION, scheme: Scheme = Scheme.ABILITY) -> str:
    """Return the address of the first batch in a state that somebody sees."""
    seen = Batch.objects.visible_to(User.objects.get(username=who))
    found: str = seen.filter(status=status, scheme=scheme).earliest("pk").get_absolute_url()
    return found


def _enrolling() -> Batch:
    """The batch with most people on their way."""
    waiting = Batch.objects.filter(status=BatchStatus.APPROVED, station__organisation__code=CHANGZHOU.code)
    found: Batch = waiting.annotate(people=Count("enrolments")).latest("people")
    return found


def _unscored() -> Batch:
    rows = Enrolment.objects.filter(OPEN, batch__station__organisation__code=CHANGZHOU.code).accepted()
    found: Batch = rows.filter(batch__status=BatchStatus.ROSTER_SUBMITTED).earliest("batch__exam_date").batch
    return found


def _enrolling_page() -> str:
    found: str = _enrolling().get_absolute_url()
    return found


def _report() -> str:
    found: str = _reported().get_absolute_url()
    return found


def _stamping() -> str:
    found: str = _enrolment(STAMPING).get_absolute_url()
    return found


def _certifiable() -> str:
    paid = Settlement.objects.filter(status=SettlementStatus.CONFIRMED)
    found: str = paid.get(batch__status=BatchStatus.RESULTS_APPROVED).batch.get_absolute_url()
    return found


def _reported() -> EvaluationReport:
    found: EvaluationReport = EvaluationReport.objects.filter(status=ReportStatus.ISSUED).latest("pk")
    return found


def _enrolment(username: str) -> Enrolment:
    found: Enrolment = Enrolment.objects.filter(candidate__user__username=username).latest("pk")
    return found


def _stamped() -> str:
    found: str = Enrolment.objects.filter(status=EnrolmentStatus.STAMPED).earliest("pk").get_absolute_url()
    return found


def _plan() -> str:
    plans = AnnualPlan.objects.filter(station__organisation__code=CHANGZHOU.code, status=PlanStatus.APPROVED)
    found: str = plans.latest("year").get_absolute_url()
    return found


def _settlement(status: SettlementStatus) -> str:
    found: str = Settlement.objects.filter(status=status).latest("pk").get_absolute_url()
    return found


def _certificate() -> str:
    held = Certificate.objects.get(enrolment__candidate__user__username=HOLDER)
    found: str = held.get_absolute_url()
    return found


def _unposted() -> str:
    waiting = Certificate.objects.filter(status="issued").latest("pk")
    return reverse("certificates:ship", args=[waiting.enrolment.batch.pk])


def _arrived() -> str:
    arrived = Shipment.objects.filter(status="received").earliest("pk")
    return reverse("certificates:handovers", args=[arrived.batch.pk])


def _assigned() -> str:
    task = SupervisionAssignment.objects.filter(status=SupervisionStatus.ASSIGNED).latest("pk")
    return reverse("exams:supervision_report_begin", args=[task.pk])


def _application(status: str) -> StationApplication:
    found: StationApplication = StationApplication.objects.filter(status=status).latest("pk")
    return found


def _at(name: str, *args: object) -> str:
    return reverse(name, args=args)


OFFICES = (
    Shot("station-home", STATION, "/home/"),
    Shot("station-staff", STATION, f"/stations/{CHANGZHOU.code}/staff/"),
    Shot("station-page", STATION, f"/stations/{CHANGZHOU.code}/"),
    Shot("station-plan", STATION, _plan),
    Shot("station-calendar", STATION, "/batches/calendar/"),
    Shot("station-batch-draft", STATION, lambda: _batch(BatchStatus.DRAFT)),
    Shot("station-batch", STATION, _enrolling_page),
    Shot("station-scans", STATION, lambda: _at("candidates:scans", _enrolling().pk)),
    Shot("station-review", STATION, _stamped),
    Shot("station-roster", STATION, lambda: _at("candidates:roster", _enrolling().pk)),
    Shot("station-paper-sign", STATION, lambda: _at("exams:paper_use", PaperUse.objects.earliest("pk").pk)),
    Shot(
        "station-seating",
        STATION,
        lambda: _at("exams:seating", Batch.objects.filter(arrangement__isnull=False).latest("pk").pk),
    ),
    Shot("station-scores", STATION, lambda: _at("exams:scores", _unscored().pk)),
    Shot("station-evidence", STATION, lambda: _at("exams:evidence", _reported().item.batch_id)),
    Shot("station-readiness", STATION, lambda: _at("exams:readiness", _reported().item.batch_id)),
    Shot("station-settlement", STATION, lambda: _settlement(SettlementStatus.OPEN)),
    Shot("station-handovers", STATION, _arrived),
    Shot(
        "station-examiner-application",
        STATION,
        lambda: ExaminerApplication.objects.filter(status="draft").latest("pk").get_absolute_url(),
    ),
    Shot("management-home", MANAGEMENT, "/home/"),
    Shot("management-stations", MANAGEMENT, "/stations/manage/"),
    Shot("management-batch", MANAGEMENT, lambda: _batch(BatchStatus.SUBMITTED, who=MANAGEMENT)),
    Shot("management-supervision", MANAGEMENT, "/exams/supervision/"),
    Shot(
        "management-results",
        MANAGEMENT,
        lambda: _batch(BatchStatus.RESULTS_SUBMITTED, who=MANAGEMENT),
    ),
    Shot("management-settlement", MANAGEMENT, lambda: _settlement(SettlementStatus.PAID)),
    Shot("management-figures", MANAGEMENT, "/figures/"),
    Shot("management-ship", MANAGEMENT, _unposted),
    Shot("management-application", MANAGEMENT, lambda: _application("submitted").get_absolute_url()),
    Shot("branch-batch", BRANCH_NAME, lambda: _batch(BatchStatus.SUBMITTED, scheme=Scheme.SKILL_LEVEL)),
    Shot("centre-application", CENTRE, lambda: _application("endorsed").get_absolute_url()),
    Shot("centre-certify", CENTRE, _certifiable),
    Shot(
        "centre-change",
        CENTRE,
        lambda: CertificateChange.objects.filter(status="requested").earliest("pk").get_absolute_url(),
    ),
)
PERSONS = (
    Shot("examiner-own", EXAMINER, "/examiners/own/"),
    Shot("examiner-report", EXAMINER, _report),
    Shot("supervisor-report", SUPERVISOR, _assigned),
    Shot("applicant-check", SCHOOL, lambda: _at("station_applications:check", _application("draft").pk)),
    Shot("candidate-form", DRAFTING, lambda: _at("candidates:form", _enrolment(DRAFTING).pk), phone=True),
    Shot(
        "candidate-uploads", DRAFTING, lambda: _at("candidates:uploads", _enrolment(DRAFTING).pk), phone=True
    ),
    Shot("candidate-stamp", STAMPING, _stamping, phone=True),
    Shot("candidate-certificate", HOLDER, _certificate, phone=True),
    Shot("candidate-correction", CORRECTING, lambda: Correction.objects.earliest("pk").get_absolute_url()),
    Shot("public-lookup", VISITOR, "/certificates/lookup/"),
    Shot("public-open", VISITOR, "/candidates/open/"),
)
SHOTS = (*OFFICES, *PERSONS)

# The ten main pages, each on a desk and on a phone, for the documents of the project.
MAIN_PAGES = (
    Shot("front", VISITOR, "/"),
    Shot("how-to", VISITOR, "/pages/"),
    Shot("lookup", VISITOR, "/certificates/lookup/"),
    Shot("home-station", STATION, "/home/"),
    Shot("home-management", MANAGEMENT, "/home/"),
    Shot("batch", STATION, _enrolling_page),
    Shot("review", STATION, _stamped),
    Shot("scores", STATION, lambda: _at("exams:scores", _unscored().pk)),
    Shot("enrolment", DRAFTING, lambda: _enrolment(DRAFTING).get_absolute_url()),
    Shot("figures", MANAGEMENT, "/figures/"),
)
