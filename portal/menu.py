"""The menu: one table of pages, from which each role sees what it has a right to."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from accounts.rights import Perm


@dataclass(frozen=True, slots=True)
class Page:
    """A page that the menu leads to: for holders of its right (everybody where it has none), and visitors."""

    label: str
    name: str
    right: Perm | None = None
    public: bool = False

    def is_for(self, user: User | None) -> bool:
        """Tell whether `user` (None for a visitor) sees it."""
        if user is None:
            return self.public
        return self.right is None or user.has_right(self.right)


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
    Page("我的报名", "candidates:mine", Perm.ENROL),
    Page("我的证书", "certificates:list", Perm.ENROL),
    Page("报名考试", "candidates:open", Perm.ENROL, public=True),
    Page("考试站", "stations:list", public=True),
    Page("评价范围", "scope_catalog:list", public=True),
    Page("证书查询", "certificates:lookup", public=True),
    Page("后台任务", "jobs:list", Perm.BATCH_VIEW),
)


def menu_for(user: User | None, path: str) -> list[MenuEntry]:
    """Return the menu of `user` (None for a visitor), the entry of the page at `path` marked."""
    entries = [(page.label, reverse(page.name)) for page in PAGES if page.is_for(user)]
    # Of two addresses that the path begins with, the longer is meant: /batches/plans/ lies below /batches/.
    here = max((address for _, address in entries if path.startswith(address)), key=len, default="")
    return [MenuEntry(label, address, address == here) for label, address in entries]
