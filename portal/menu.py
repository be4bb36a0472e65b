"""The menu: one table of pages, from which each role sees what it has a right to; a second row below some."""

from dataclasses import dataclass

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
    """

    label: str
    name: str
    right: Perm | None = None
    but_for: Perm | None = None
    public: bool = False
    own: bool = False

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
        return reverse(self.name)


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry as the page shows it."""

    label: str
    address: str
    current: bool = False


PAGES = (
    Page("待办", "portal:home", Perm.ACCOUNT_OWN),
    Page("年度计划", "batches:plans", Perm.PLAN_VIEW),
    Page("批次", "batches:list", Perm.BATCH_VIEW),
    Page("证书", "certificates:list", Perm.BATCH_VIEW),
    Page("考评员", "examiners:list", Perm.EXAMINER_VIEW),
    Page("本站", "stations:page", Perm.STAFF_EDIT, own=True),
    Page("考试站管理", "stations:staff_list", Perm.STATION_LIST),
    Page("考试站申报", "station_applications:list", Perm.APPLICATION_VIEW),
    Page("年审", "annual_reviews:list", Perm.REVIEW_VIEW),
    Page("考评员申报", "examiner_applications:list", Perm.EXAMINER_APPLICATION_VIEW, Perm.EXAMINER_VIEW),
    Page("培训认证班", "trainings:list", Perm.TRAINING_VIEW, Perm.EXAMINER_VIEW),
    Page("我的考评", "examiners:own", Perm.OWN_APPOINTMENT),
    Page("我的督导", "examiners:supervision", Perm.OWN_SUPERVISION),
    Page("我的报名", "candidates:mine", Perm.ENROL),
    Page("我的证书", "certificates:list", Perm.ENROL),
    Page("报名考试", "candidates:open", Perm.ENROL, public=True),
    Page("考试站", "stations:list", but_for=Perm.STATION_LIST, public=True),
    Page("评价范围", "scope_catalog:list", public=True),
    Page("证书查询", "certificates:lookup", public=True),
    Page("后台任务", "jobs:list", Perm.BATCH_VIEW),
)


# The second row, shown below a page of the first.
BELOW: dict[str, tuple[Page, ...]] = {
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
    return _marked(PAGES, user, path)


def submenu_for(user: User | None, path: str) -> list[MenuEntry]:
    """Return the second row of the page at `path`: empty where it has none."""
    for name, pages in BELOW.items():
        top = next(page for page in PAGES if page.name == name)
        if top.is_for(user) and path.startswith(reverse(name)):
            return _marked(pages, user, path)
    return []


def _marked(pages: tuple[Page, ...], user: User | None, path: str) -> list[MenuEntry]:
    entries = [(page.label, page.address_for(user)) for page in pages if page.is_for(user)]
    # Of two addresses that the path begins with, the longer is meant: /batches/plans/ lies below /batches/.
    here = max((address for _, address in entries if path.startswith(address)), key=len, default="")
    return [MenuEntry(label, address, address == here) for label, address in entries]
