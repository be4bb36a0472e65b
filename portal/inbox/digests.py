"""The daily mail: what a person chose to get in one, and hasn't read by then."""

from datetime import date, datetime

from django.db import transaction

from accounts.first_access import lock_user
from accounts.mail import send_mail_to
from accounts.models import User
from ostami import clock
from portal.models import Message

SUBJECT = "每日消息汇总"
TEXT = "portal/inbox/digest.txt"


def send_digests(*, at: datetime) -> int:
    """Send everybody the mail of the day, and return how many; none gets a second on one day."""
    today = clock.day_of(at)
    people = User.objects.filter(is_active=True, messages__waits=True).exclude(email="").distinct()
    return sum(_send(person, today) for person in people.order_by("pk"))


@transaction.atomic
def _send(person: User, today: date) -> bool:
    # Of two runs at once the second finds the first one's mail.
    user = lock_user(person)
    own = Message.objects.visible_to(user)
    waiting = own.filter(waits=True).unread().order_by("topic", "pk")
    found = list(waiting)
    if not found or own.filter(mailed_on=today).exists():
        return False
    context = {"person": user, "found": found, "today": today}
    send_mail_to(address=user.email, subject=SUBJECT, template=TEXT, context=context)
    waiting.update(waits=False, mailed_on=today)
    return True
