"""What the pages of a batch and of an enrolment show of results on their way to the public."""

from accounts.models import User
from accounts.rights import Perm, Role
from batches.models import Batch, BatchStatus
from batches.sections import Section, register_panel
from candidates.models import Enrolment
from candidates.sections import register_panel as register_enrolment_panel
from exams.models import PUBLISHED, ScoreReview
from exams.publishing.carried_checks import carried_label, no_longer_held
from exams.publishing.carrying import OTHER, last_day, offers, own_offer
from exams.publishing.granting import not_grantable
from exams.publishing.notices import notice_of, unanswered
from exams.publishing.readiness import readiness
from exams.publishing.reviewing import outcome_words, reviewable, with_mended
from exams.selectors import carried_of
from ostami import clock


@register_panel
def readiness_panel(batch: Batch, user: User) -> Section | None:
    """Show from the exam day on which parts of the results are complete, and who must act on the others."""
    held = batch.status == BatchStatus.ROSTER_SUBMITTED and batch.exam_date <= clock.today()
    if not (held or batch.status == BatchStatus.RESULTS_SUBMITTED) or not user.has_right(Perm.SCORE_VIEW):
        return None
    reviewing = not held and user.has_right(Perm.RESULTS_APPROVE)
    return "exams/publishing/_readiness.html", {"points": readiness(batch), "reviewing": reviewing}


@register_panel
def published_panel(batch: Batch, user: User) -> Section | None:
    """Show the public notice with its objections, and the reviews of scores, once results are approved."""
    if batch.status not in PUBLISHED or not user.has_right(Perm.SCORE_VIEW):
        return None
    notice = notice_of(batch)
    reviews = ScoreReview.objects.filter(enrolment__batch=batch)
    facts = {
        "notice": notice,
        "objections": notice.objections.count() if notice else 0,
        "unanswered": unanswered(batch).count(),
        "reviews": reviews.count(),
        "open_reviews": reviews.filter(answered_at=None).count(),
    }
    return ("exams/publishing/_published.html", facts) if notice or facts["reviews"] else None


@register_enrolment_panel
def review_panel(enrolment: Enrolment, user: User) -> Section | None:
    """Show a candidate's reviews of scores, and to the candidate the way to ask for one."""
    if not user.has_right(Perm.SCORE_REVIEW_VIEW) or enrolment.batch.status == BatchStatus.APPROVED:
        return None
    reviews = with_mended(ScoreReview.objects.filter(enrolment=enrolment))
    asked = [(one, outcome_words(one)) for one in reviews.select_related("enrolment__batch")]
    may_ask = user.has_right(Perm.SCORE_REVIEW_ASK) and bool(reviewable(enrolment, at=clock.now()))
    if not (asked or may_ask):
        return None
    return "exams/publishing/_reviews.html", {"asked": asked, "may_ask": may_ask}


@register_enrolment_panel
def make_up_panel(enrolment: Enrolment, user: User) -> Section | None:
    """Tell a candidate who passed one paper alone that the other can be sat again, and until when."""
    if user.role != Role.CANDIDATE or enrolment.batch.status not in PUBLISHED:
        return None
    offer = own_offer(enrolment)
    if offer is None or clock.today() >= last_day(offer):
        return None
    facts = {"offer": offer, "other": OTHER[offer.kind], "until": last_day(offer)}
    return "exams/publishing/_make_up.html", facts


@register_enrolment_panel
def carried_panel(enrolment: Enrolment, user: User) -> Section | None:
    """Show the score that a make-up candidate carries; to the station what could be carried."""
    carried = carried_of(enrolment)
    grants = user.has_right(Perm.MAKE_UP) and not any(not_grantable(enrolment, at=clock.now()))
    found = offers(enrolment) if grants and carried is None else []
    if carried is None and not found:
        return None
    return "exams/publishing/_carried.html", {
        "carried": carried,
        "words": carried_label(carried) if carried else "",
        "found": found,
        "grants": grants,
        "problems": list(no_longer_held(carried)) if carried and user.has_right(Perm.MAKE_UP) else [],
        "own": user.role == Role.CANDIDATE,
    }
