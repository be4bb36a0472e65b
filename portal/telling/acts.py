"""What was done, as a line of the history tells it, and the rules by which it is told."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import Organisation
from ostami import clock
from portal.inbox.leaving import News
from portal.inbox.wishes import acts_for_office
from portal.models import Topic
from portal.telling.addressees import Addressee
from portal.telling.spreading import spread
from workflow.models import SEALED, AuditEvent


@dataclass(frozen=True, slots=True)
class Act:
    """An act: to what it was done, and its line in the history."""

    target: Any
    event: AuditEvent

    @property
    def owner(self) -> Organisation:
        """The organisation in whose history it stands."""
        organisation: Organisation = self.target.audit_organisation
        return organisation

    @property
    def who(self) -> str:
        """In whose name it was done: the office's, the person's own, or the portal's."""
        actor = self.event.actor
        if actor is None:
            return self.event.actor_name
        return str(actor.organisation if acts_for_office(actor) else actor)

    @property
    def reason(self) -> str:
        """What the actor said, unless it may quote what is secret."""
        return "" if self.event.reason.startswith(SEALED) else self.event.reason


Audience = Callable[[Act], Iterable[Addressee]]
Words = Callable[[Act], str]


def sentence_of(act: Act) -> str:
    """Return the sentence of the history."""
    return act.event.sentence


def page_of(act: Act) -> str:
    """Return the page of what it was done to."""
    return str(act.target.get_absolute_url())


def page(name: str) -> Words:
    """Return what leads everybody to one page."""
    return lambda _: reverse(name)


@dataclass(frozen=True, slots=True)
class Tell:
    """One rule of the table: whom an act concerns, and how it is put.

    Attributes:
        to: whom.
        topic: under which topic.
        then: what the addressee does next; ends the sentence.
        says: the sentence, where the history's isn't enough.
        page: where the message leads.
        mailed: whether the floor below mails offices and rosters itself.
        anonymous: whether the sentence stands by itself, without whoever did it.
    """

    to: Audience
    topic: Topic
    then: str = ""
    says: Words = sentence_of
    page: Words = page_of
    mailed: bool = False
    anonymous: bool = False

    def __call__(self, act: Act) -> None:
        """Tell all whom it concerns but whoever did it."""
        addressees = [one for one in self.to(act) if not one.did_it(act.event.actor)]
        if addressees:
            subject = f"{act.target._meta.verbose_name}办理通知"  # noqa: SLF001  Django's documented API
            spread(self._news(act), addressees, subject=subject, mailed=self.mailed)

    def _news(self, act: Act) -> News:
        name, said, day = str(act.target), f"{self.says(act)}{self.then}", clock.day_of(act.event.at)
        text = f"{name}：{day} {said}。" if self.anonymous else f"{name}：{act.who}于 {day} {said}。"
        if act.reason:
            text = f"{text}\n意见：{act.reason}"
        # A plan, a review and an application are named after the office whose they are.
        who = "" if self.anonymous or name.startswith(act.who) else act.who
        return News(self.topic, f"{name}：{who}{said}", text, self.page(act), act.event.at)
