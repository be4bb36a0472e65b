"""What the reviewers' page shows of one enrolment."""

from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.rights import Perm
from candidates.eligibility.outcome import open_points_of
from candidates.eligibility_data.rules import eligibility_for
from candidates.forms.reviewing import AcceptForm, JudgeForm
from candidates.models import Enrolment, EnrolmentStatus, JudgedPoint
from candidates.returning import changes_since_return
from candidates.review.accepting import hindrances
from candidates.review.facts import groups_of, history_of
from candidates.review.queue import WAITING, place_of
from candidates.review.warnings import remarks_on


def review_context(enrolment: Enrolment, *, actor: User, at: datetime, shown: str) -> dict[str, Any]:
    """Return what the page shows: facts, eligibility, warnings, the place in the queue, and the forms.

    Args:
        enrolment: with history, uploads and judgements fetched.
        actor: who looks.
        at: the instant.
        shown: the status whose queue is gone through, as the address names it; its own where it names none.
    """
    decides = actor.has_right(Perm.ENROLMENT_REVIEW) and enrolment.status in WAITING
    asked = EnrolmentStatus(shown if shown in EnrolmentStatus.values else enrolment.status)
    answer = eligibility_for(enrolment)
    context = {
        "groups": groups_of(enrolment),
        "periods": history_of(enrolment),
        "answer": answer,
        "remarks": remarks_on(enrolment, actor=actor),
        "place": place_of(enrolment, shown=asked),
        "since_return": changes_since_return(enrolment),
        "judgements": list(enrolment.judgements.all()),
        "decides": decides,
    }
    return {**context, **_desk(enrolment, answer, actor, at)} if decides else context


def judge_form(enrolment: Enrolment, *, actor: User, data: Any = None) -> JudgeForm:
    """Return the form of the points that are open or were judged, with what was found so far."""
    kept = {JudgedPoint(row.point): row for row in enrolment.judgements.all()}
    points = [*kept, *(one.point for one in open_points_of(eligibility_for(enrolment)))]
    initial = {point.value: "yes" if row.accepted else "no" for point, row in kept.items()}
    notes = {f"{point.value}_note": row.note for point, row in kept.items()}
    ordered = [point for point in JudgedPoint if point in points]
    return JudgeForm(data, actor=actor, points=ordered, initial={**initial, **notes})


def accept_form(points: list[JudgedPoint], *, actor: User, at: datetime) -> AcceptForm:
    """Return the form of one click: what it confirms is what the page shows."""
    return AcceptForm(actor=actor, initial={"seen_at": at.isoformat(), "points": points})


def _desk(enrolment: Enrolment, answer: Any, actor: User, at: datetime) -> dict[str, Any]:
    """Return what only whoever decides sees."""
    points = open_points_of(answer)
    return {
        "open_points": points,
        "judging": judge_form(enrolment, actor=actor),
        "accepting": accept_form([one.point for one in points], actor=actor, at=at),
        "hindered": hindrances(enrolment, answer, actor=actor, at=at),
        "may_accept": enrolment.status == EnrolmentStatus.STAMPED,
    }
