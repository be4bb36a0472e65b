"""Telling many of one thing: into their inboxes, and by mail as each wants it."""

from collections.abc import Iterable

from accounts.mail import send_mail_to
from portal.inbox.leaving import News, leave
from portal.models import How
from portal.telling.addressees import Addressee

TEXT = "portal/telling/news.txt"


def spread(news: News, addressees: Iterable[Addressee], *, subject: str, mailed: bool = False) -> int:
    """Tell everybody once: whoever is named twice, and whoever reads an office's mailbox as the own.

    What is told on a timetable goes to a mailbox with the messages that say that it was told: to none where
    nobody has an inbox.

    Args:
        news: what is told.
        addressees: who is told.
        subject: the mail's subject, which names nobody.
        mailed: whether mailboxes of offices and of rosters were told by the floor below.

    Returns:
        How many people were told.
    """
    found = list(addressees)
    names = {user: one.name for one in reversed(found) for user in one.users}
    fresh = leave(((user, news) for user in names), topic=news.topic)
    new = [one for one in found if fresh.keys() >= set(one.users) and (one.users or not news.once)]
    mailboxes = {one.mailbox: one.name for one in new if one.mailbox}
    mails = {} if mailed else dict(mailboxes)
    for user, how in fresh.items():
        if how == How.AT_ONCE and user.email and user.email not in mailboxes:
            mails[user.email] = names[user]
    for address, name in mails.items():
        context = {"addressee": name, "news": news}
        send_mail_to(address=address, subject=subject, template=TEXT, context=context)
    return len(fresh)
