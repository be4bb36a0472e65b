"""The menu: one table of pages, from which each role sees what it has a right to; a second row below some."""

from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from accounts.models import User
from accounts.rights import Perm


@dataclass(frozen=True, slots=True)
class Page:
    """A page that the menu leads to.

    Attributes:
        label: its words.
        name: its address's name.
        right: who holds it sees the page; everybody where there is none.
        but_for: who holds this one has a better page of the same things.
        public: whether visitors see it.
        own: whether it is the page of the person's own station.
        covers: the beginning of further addresses whose pages belong to it.
    """

    label: str
    name: str
    right: Perm | None = None
    but_for: Perm | None = None
    public: bool = False
    own: bool = False
    covers: str = ""

    def is_for(self, user: User | None) -> bool:
        """Tell whether `user` (None for a visitor) sees it."""
        if user is None:
            return self.public
        if self.but_for is not None and user.has_right(self.but_for):
            return False
        return self.right is None or user.has_right(self.right)

    def address_for(self, user: User | None) -> str:
        """Return the page's address."""
        if self.own and user is not None and user.organisation is not None:
            return reverse(self.name, kwargs={"code": user.organisation.code})
        return _address(self.name)


@cache
def _address(name: str) -> str:
    """Return an address without parts: every page asks for dozens, and none ever changes."""
    return reverse(name)


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry as the page shows it."""

    label: str
    address: str
    current: bool = False


PAGES = (
    Page("待办", "portal:home", Perm.ACCOUNT_OWN, but_for=Perm.ENROL),
    Page("年度计划", "batches:plans", Perm.PLAN_VIEW),
    Page("批次", "batches:list", Perm.BATCH_VIEW),
    Page("考生报名", "candidates:waiting", Perm.ENROLMENT_REVIEW, covers="/candidates/"),
    Page(
        "考生报名",
        "candidates:corrections",
        Perm.BATCH_VIEW,
        but_for=Perm.ENROLMENT_REVIEW,
        covers="/candidates/",
    ),
    Page("考务", "exams:evaluations", Perm.BATCH_VIEW, covers="/exams/"),
    Page("题库", "question_bank:questions", Perm.QUESTION_VIEW),
    Page("证书", "certificates:list", Perm.BATCH_VIEW),
    Page("考评员", "examiners:list", Perm.EXAMINER_VIEW),
    Page("本站", "stations:page", Perm.STAFF_EDIT, own=True),
    Page("本单位", "office:logins", Perm.OFFICE_LOGINS),
    Page("考试站管理", "stations:staff_list", Perm.STATION_LIST),
    Page("考试站申报", "station_applications:list", Perm.APPLICATION_VIEW),
    Page("年审", "annual_reviews:list", Perm.REVIEW_VIEW),
    Page("考评员申报", "examiner_applications:list", Perm.EXAMINER_APPLICATION_VIEW, Perm.EXAMINER_VIEW),
    Page("培训认证班", "trainings:list", Perm.TRAINING_VIEW, Perm.EXAMINER_VIEW),
    Page("我的考评", "examiners:own", Perm.OWN_APPOINTMENT),
    Page("我的督导", "examiners:supervision", Perm.OWN_SUPERVISION),
    Page("我的报名", "candidates:mine", Perm.ENROL, covers="/candidates/"),
    Page("我的证书", "certificates:list", Perm.ENROL),
    Page("我的信息", "candidates:account", Perm.ENROL),
    Page("在线自测", "question_bank:self_tests", Perm.SELF_TEST),
    Page("报名考试", "candidates:open", Perm.ENROL, public=True),
    Page("成绩公示", "exams:notices", Perm.ENROL, public=True),
    Page("考试站", "stations:list", but_for=Perm.STATION_LIST, public=True),
    Page("评价范围", "scope_catalog:list", public=True),
    Page("证书查询", "certificates:lookup", public=True, covers="/certificates/v"),
    Page("后台任务", "jobs:list", Perm.BATCH_VIEW),
)


# The second row, shown below a page of the first.
BELOW: dict[str, tuple[Page, ...]] = {
    "batches:plans": (
        Page("计划", "batches:plans", Perm.PLAN_VIEW),
        Page("年度汇总", "batches:plan_sums", Perm.PLAN_SUMS),
    ),
    "batches:list": (
        Page("批次", "batches:list", Perm.BATCH_VIEW),
        Page("日历", "batches:calendar", Perm.BATCH_VIEW),
        Page("办理时限", "batches:waiting", Perm.BATCH_VIEW),
        Page("考试日期调整", "batches:date_changes", Perm.BATCH_VIEW),
        Page("节假日表", "working_days:list", Perm.WORKING_DAYS_EDIT),
    ),
    "candidates:waiting": (
        Page("待审核", "candidates:waiting", Perm.ENROLMENT_REVIEW),
        Page("更正申请", "candidates:corrections", Perm.CORRECTION_VIEW),
    ),
    "candidates:corrections": (
        Page("更正申请", "candidates:corrections", Perm.CORRECTION_VIEW),
        Page("申报条件", "candidates:eligibility", Perm.ELIGIBILITY_EDIT),
        Page("报名材料", "candidates:materials", Perm.ENROLMENT_TABLES),
        Page("证件类型", "candidates:document_types", Perm.ENROLMENT_TABLES),
    ),
    "exams:evaluations": (
        Page("评价报告", "exams:evaluations", Perm.EVALUATION_VIEW),
        Page("督考", "exams:supervision", Perm.SUPERVISION_VIEW),
        Page("督导报告", "exams:supervision_reports", Perm.SUPERVISION_REPORT_VIEW),
        Page("考场", "exams:rooms", Perm.ARRANGEMENT_EDIT),
        Page("试卷签收人", "exams:paper_keepers", Perm.PAPER_KEEPERS),
        Page("成绩复查", "exams:score_reviews", Perm.SCORE_REVIEW_VIEW),
        Page("公示异议", "exams:objections", Perm.OBJECTION_VIEW),
        Page("资料销毁", "exams:disposals", Perm.EVIDENCE_VIEW),
    ),
    "question_bank:questions": (
        Page("理论试题", "question_bank:questions", Perm.QUESTION_VIEW),
        Page("实操试题", "question_bank:tasks", Perm.QUESTION_VIEW),
        Page("组卷方案", "question_bank:blueprints", Perm.QUESTION_VIEW),
        Page("试卷", "question_bank:papers", Perm.QUESTION_VIEW),
        Page("试卷溯源", "exams:paper_trace", Perm.PAPER_COPIES),
    ),
    "certificates:list": (
        Page("证书", "certificates:list", Perm.CERTIFICATE_VIEW),
        Page("结算", "certificates:settlements", Perm.SETTLEMENT_VIEW),
        Page("收费标准", "certificates:fees", Perm.FEE_EDIT),
        Page("邮寄", "certificates:shipments", Perm.SHIPMENT_VIEW),
        Page("空白证书", "certificates:blanks", Perm.BLANKS),
        Page("变更", "certificates:changes", Perm.BATCH_VIEW),
        Page("编号前缀", "certificates:prefixes", Perm.CERTIFICATE_NUMBERS),
        Page("历史证书", "certificates:former_list", Perm.FORMER_VIEW),
        Page("批量查询", "certificates:bulk_lookup", Perm.BULK_LOOKUP),
    ),
    "examiners:list": (
        Page("名册", "examiners:list", Perm.EXAMINER_VIEW),
        Page("申报", "examiner_applications:list", Perm.EXAMINER_APPLICATION_VIEW),
        Page("培训认证班", "trainings:list", Perm.TRAINING_VIEW),
        Page("人员不足的工种", "examiners:short", Perm.EXAMINER_VIEW),
        Page("调动", "examiners:transfers", Perm.TRANSFER_VIEW),
        Page("管理人员", "examiners:managers", Perm.EXAMINER_VIEW),
        Page("督导员", "examiners:supervisors", Perm.SUPERVISOR_VIEW),
    ),
}


def menu_for(user: User | None, path: str) -> list[MenuEntry]:
    """Return the menu of `user` (None for a visitor), the entry of the page at `path` marked."""
    row = _row_of(user, path)
    return _marked(PAGES, user, _address(row) if row else path)


def submenu_for(user: User | None, path: str) -> list[MenuEntry]:
    """Return the second row of the page at `path`: empty where it has none, or but one page to show."""
    row = _row_of(user, path)
    entries = _marked(BELOW[row], user, path) if row else []
    return entries if len(entries) > 1 else []


def _row_of(user: User | None, path: str) -> str:
    """Return the page of the first row below which the page at `path` stands; empty for none.

    Of two rows with an address that the path begins with, the longer one is meant; a page of a row may lie
    elsewhere, such as /exams/supervision/ below the batches. So may one that stands in the first row alone,
    such as the public lookup below /certificates/.
    """
    tops = {page.name: page for page in PAGES if page.name in BELOW and page.is_for(user)}
    lengths = {name: _length(BELOW[name], user, path) for name in tops}
    best = max(lengths, key=lambda name: lengths[name], default="")
    alone = tuple(page for page in PAGES if page.name not in BELOW)
    return best if lengths.get(best, 0) > _length(alone, user, path) else ""


def _marked(pages: tuple[Page, ...], user: User | None, path: str) -> list[MenuEntry]:
    here, _ = _here(pages, user, path)
    shown = [(page.label, page.address_for(user)) for page in pages if page.is_for(user)]
    return [MenuEntry(label, address, address == here) for label, address in shown]


def _length(pages: tuple[Page, ...], user: User | None, path: str) -> int:
    """Return how much of `path` the nearest of the pages has in common with it."""
    return len(_here(pages, user, path)[1])


def _here(pages: tuple[Page, ...], user: User | None, path: str) -> tuple[str, str]:
    """Return the address of the page below which `path` lies, and the beginning by which it is known.

    Of two the longer: /batches/plans/ counts.
    """
    shown = [(page.address_for(user), page.covers) for page in pages if page.is_for(user)]
    begun = {begin: address for address, covered in shown for begin in (covered, address) if begin}
    known = max((begin for begin in begun if path.startswith(begin)), key=len, default="")
    return begun.get(known, ""), known
