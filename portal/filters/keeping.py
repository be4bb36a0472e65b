"""Keeping a list's filters under a name, and giving them up."""

from django.core import signing
from django.db import transaction

from accounts.models import User
from accounts.rights import Perm, need
from ostami.problems import Problem, refuse_if
from portal.models import SavedFilter

MOST = 20
SALT = "portal.saved_filters"


def offer_of(*, listed: str, query: str) -> str:
    """Return what a list's page sends to have its filters kept.

    It is signed: which names lists have and what they can be asked, the list itself has said.
    """
    return signing.dumps({"listed": listed, "query": query}, salt=SALT)


def read_offer(offer: str) -> dict[str, str]:
    """Return the list's name and its query.

    Raises:
        signing.BadSignature: no list offered this.
    """
    told: dict[str, str] = signing.loads(offer, salt=SALT)
    return told


@transaction.atomic
def keep_filter(*, listed: str, query: str, name: str, actor: User) -> SavedFilter:
    """Keep a query of a list under a name of one's own."""
    need(actor, Perm.ACCOUNT_OWN)
    # Two windows of one person wait for each other here, so that neither exceeds the number.
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    own = SavedFilter.objects.visible_to(actor).filter(listed=listed)
    names = set(own.values_list("name", flat=True))
    if name in names:
        remedy = "请换一个名称，或先删除原来的筛选"
        refuse_if([Problem(f"这个列表已有名为“{name}”的筛选", remedy=remedy, field="name")])
    if len(names) >= MOST:
        refuse_if([Problem(f"每个列表最多保存 {MOST} 个筛选", remedy="请先删除不再使用的筛选")])
    return SavedFilter.objects.create(owner=actor, listed=listed, query=query, name=name)
