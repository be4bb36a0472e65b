"""Renewing and ending the appointments of managers and supervisors; each act leaves a line."""

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

from django.db import transaction

from accounts.invitations import close_login
from accounts.models import User
from examiners.models import Manager, Supervisor
from examiners.rules.ending import not_endable
from examiners.services.changes import assign
from examiners.services.terms import renewed_term
from examiners.terms import term_years
from ostami.problems import Problem, refuse_if
from workflow import audit

T = TypeVar("T", Manager, Supervisor)
OWNERS = {Manager: "station__organisation", Supervisor: "organisation"}


@transaction.atomic
def renew_term(*, term: T, valid_to: date, reason: str, actor: User, today: date) -> T:
    """Let an appointment last to `valid_to`; one that has lapsed begins anew on `today`. Audited.

    Raises:
        BlockedError: it was ended, or `valid_to` isn't later than the last day, has passed, or gives more
            than the usual years at once.
    """
    held = locked_term(term)
    first, farthest = renewed_term(held.valid_from, held.valid_to, on=today, years=term_years(held))
    refuse_if(_not_renewable(held, valid_to, farthest=farthest, today=today))
    changes = assign(held, {"valid_from": first, "valid_to": valid_to})
    held.save(update_fields=["valid_from", "valid_to"])
    audit.record(
        held, action="renew", sentence=f"续期{_title(held)}资格", actor=actor, reason=reason, changes=changes
    )
    return held


@transaction.atomic
def end_term(*, term: T, ended_on: date, reason: str, actor: User, today: date) -> T:
    """End an appointment: `ended_on` is the first day on which it no longer holds; audited.

    A supervisor's login closes with it; where the day lies ahead, the login stays open until then.

    Raises:
        BlockedError: the appointment has ended by `today`, or the day lies outside of it.
    """
    held = locked_term(term)
    refuse_if(not_endable(held, ended_on, today=today))
    changes = assign(held, {"ended_on": ended_on})
    held.save(update_fields=["ended_on"])
    if ended_on <= today:
        _close_login(held)
    audit.record(
        held, action="end", sentence=f"终止{_title(held)}资格", actor=actor, reason=reason, changes=changes
    )
    return held


def locked_term(term: T) -> T:
    """Read an appointment again, locked until the transaction ends."""
    model = type(term)
    rows = model.objects.select_for_update(of=("self",)).select_related(OWNERS[model])
    return rows.get(pk=term.pk)


def _close_login(term: Manager | Supervisor) -> None:
    if isinstance(term, Supervisor) and term.user is not None:
        close_login(term.user)


def _title(term: Manager | Supervisor) -> str:
    return str(term._meta.verbose_name)  # noqa: SLF001  Django's documented API


def _not_renewable(
    term: Manager | Supervisor, valid_to: date, *, farthest: date, today: date
) -> Iterator[Problem]:
    if term.ended_on is not None:
        yield Problem(f"该{_title(term)}的资格已于 {term.ended_on} 终止", remedy="需要重新任职的，请另行登记")
    elif valid_to <= term.valid_to or valid_to < today:
        yield Problem(
            f"新的截止日期 {valid_to} 须晚于现有截止日期 {term.valid_to}，且不能已经过去；可能已由他人续期",
            remedy="请刷新页面核对",
            field="valid_to",
        )
    elif valid_to > farthest:
        yield Problem(
            f"一次最多续期 {term_years(term)} 年，至 {farthest}",
            remedy="请核对新的截止日期",
            field="valid_to",
        )
