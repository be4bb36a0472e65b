"""Letters to candidates as rules of the table: each candidate reads what concerns the own enrolment."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from accounts.mail import mails_are_off, send_mail_to
from candidates.models import Enrolment, NoticeKind
from candidates.selectors import ENROLMENT_FACTS
from jobs.running import start
from portal.inbox.leaving import News, leave
from portal.models import How, Topic
from portal.telling.acts import Act
from portal.telling.jobs import TELL_CANDIDATES
from portal.telling.letters import EXAM_KINDS, Letter, addressees, letter_of


def always(act: Act) -> bool:
    """Tell that every act of the kind calls for it."""
    return True


@dataclass(frozen=True, slots=True)
class Write:
    """A rule: all candidates of a batch, or those whom a letter names, get the letter.

    Attributes:
        kind: which letter.
        only_if: whether the act calls for it.
    """

    kind: NoticeKind
    only_if: Callable[[Act], bool] = always

    def __call__(self, act: Act) -> None:
        """Leave the letters in the inboxes, and start the job that mails them."""
        actor = act.event.actor
        if actor is None or not self.only_if(act):
            return
        letter = letter_of(self.kind, act.target.pk, user=actor)
        people = list(addressees(letter, user=actor))
        told = ((one.candidate.user, _news(letter, one, act)) for one in people)
        leave(((user, news) for user, news in told if user.is_active), topic=letter.topic)
        if people and not mails_are_off() and (self.kind in EXAM_KINDS or _is_mailed(people)):
            label = f"通知考生：{self.kind.label}（{letter.batch}）"
            start(TELL_CANDIDATES, owner=actor, label=label, about=self.kind.value, subject=act.target.pk)


def _is_mailed(people: list[Enrolment]) -> bool:
    """Tell whether mail reaches anybody: else the job would only list the others.

    That list is worth having where people would come on the wrong day: somebody has to telephone them.
    """
    return any(one.candidate.user.email for one in people)


def _news(letter: Letter, enrolment: Enrolment, act: Act) -> News:
    text = render_to_string(letter.template, letter.context_for(enrolment)).strip()
    title = f"{letter.kind.label}：{enrolment.batch_item}"
    return News(letter.topic, title, text, enrolment.get_absolute_url(), act.event.at)


@dataclass(frozen=True, slots=True)
class Answer:
    """A rule: the one candidate of an enrolment reads what was decided on it.

    Attributes:
        kind: which letter.
        of: the key of the enrolment, of what the act was done to.
    """

    kind: NoticeKind
    of: Callable[[Any], int]

    def __call__(self, act: Act) -> None:
        """Leave the answer in the inbox, and mail it if the person wants it at once."""
        enrolment = Enrolment.objects.select_related(*ENROLMENT_FACTS).get(pk=self.of(act.target))
        user = enrolment.candidate.user
        if not user.is_active:
            return
        context = {
            "enrolment": enrolment,
            "case": act.target,
            "event": act.event,
            "sentence": act.event.sentence,
        }
        template = f"portal/telling/{self.kind.value}.txt"
        text = render_to_string(template, context).strip()
        title = f"{self.kind.label}：{enrolment.batch_item}，{act.event.sentence}"
        news = News(Topic.DECISION, title, text, enrolment.get_absolute_url(), act.event.at)
        wanted = leave([(user, news)], topic=news.topic)
        if user.email and wanted[user] == How.AT_ONCE:
            subject = f"{self.kind.label}通知"
            send_mail_to(address=user.email, subject=subject, template=template, context=context)
