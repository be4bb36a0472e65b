"""Whom an act concerns: each function of an act yields those to be told of it."""

from collections.abc import Iterator

from accounts.models import Organisation, User
from accounts.rights import Role
from batches.deciding.turns import turn_of
from batches.models import Batch
from candidates.models import Enrolment
from exams.evaluation.panel import others
from exams.models import ReviewOutcome, Stance, SupervisionAssignment
from portal.inbox.wishes import acts_for_office
from portal.telling import addressees as to
from portal.telling.acts import Act, Audience
from portal.telling.addressees import Addressee
from stations.guards import branches, endorsing_role

Told = Iterator[Addressee]


def owner(act: Act) -> Told:
    """The station, or whoever else applies."""
    return to.office(act.owner)


def superior(act: Act) -> Told:
    """The management station over it."""
    return to.office(act.owner.parent)


def centre(act: Act) -> Told:
    """The centre."""
    return to.centre()


def colleagues(act: Act) -> Told:
    """The people of the owner, in their inboxes alone."""
    return to.inside(act.owner)


def both(*audiences: Audience) -> Audience:
    """Return whoever is of any of these."""
    return lambda act: (one for audience in audiences for one in audience(act))


def asker(act: Act) -> Told:
    """Whoever asked for what is decided: the office, unless it decides itself; then the person."""
    user: User = act.target.requested_by
    actor = act.event.actor
    same = actor is not None and actor.organisation_id == user.organisation_id
    return to.person(user) if same or not acts_for_office(user) else to.office(user.organisation)


def witness(act: Act) -> Told:
    """The second person at a destruction of blanks."""
    return to.person(act.target.witness)


def writer(act: Act) -> Told:
    """Whoever wrote a question, a task or a paper; in the inbox alone."""
    user: User = act.target.written_by
    yield Addressee(str(user), (user,) if user.is_active else ())


def paper_users(act: Act) -> Told:
    """The stations with exams for which a paper was chosen."""
    stations = Organisation.objects.filter(station__batches__items__papers__in=act.target.uses.standing())
    for organisation in stations.distinct().order_by("pk"):
        yield from to.office(organisation)


def endorser(act: Act) -> Told:
    """Whoever endorses a station's application: the province's branch, or management."""
    application = act.target
    if endorsing_role(application) == Role.BRANCH:
        return to.office(branches(application.province).first())
    return to.office(application.organisation.parent)


def decider(act: Act) -> Told:
    """Whose turn it is with a batch that was handed in."""
    turn = turn_of(act.target, at=act.event.at)
    return to.office(turn.organisation if turn else None)


def applicant_person(act: Act) -> Told:
    """The examiner whom an application is about, where it is a registered one."""
    examiner = act.target.examiner
    if examiner is not None:
        yield from to.officer(examiner)


def officer(act: Act) -> Told:
    """The examiner or supervisor whose appointment it is."""
    return to.officer(act.target)


def trainees(act: Act) -> Told:
    """The offices whose people attend a training."""
    people = act.target.entries.values("application__organisation")
    for organisation in Organisation.objects.filter(pk__in=people).order_by("pk"):
        yield from to.office(organisation)


def old_station(act: Act) -> Told:
    """The station that an examiner leaves."""
    return to.office(act.target.from_station.organisation)


def moved_examiner(act: Act) -> Told:
    """The examiner who moves."""
    return to.officer(act.target.examiner)


def _batch_of(act: Act) -> Batch:
    batch: Batch = act.target if isinstance(act.target, Batch) else act.target.batch
    return batch


def panel(act: Act) -> Told:
    """The examiners of a batch."""
    return to.panel_of(_batch_of(act))


def supervisors(act: Act) -> Told:
    """The supervisors who are sent to a batch."""
    return to.supervisors_of(_batch_of(act))


def roster(act: Act) -> Told:
    """The candidates of a batch whose enrolments were accepted."""
    return to.roster_of(_batch_of(act))


def candidate(act: Act) -> Told:
    """The candidate of an enrolment, or of what was asked about it."""
    enrolment = act.target if isinstance(act.target, Enrolment) else act.target.enrolment
    return to.holders([enrolment])


def supervisor(act: Act) -> Told:
    """The supervisor of an assignment, or of the report on it."""
    assignment = act.target if isinstance(act.target, SupervisionAssignment) else act.target.assignment
    return to.officer(assignment.supervisor)


def chair(act: Act) -> Told:
    """Whoever writes the evaluation report."""
    return to.officer(act.target.chair)


def other_examiners(act: Act) -> Told:
    """The panel without whoever writes the report."""
    for one in others(act.target.item):
        yield from to.officer(one)


def opposed_chair(act: Act) -> Told:
    """Whoever writes the report, if the last position opposes it."""
    last = act.target.positions.order_by("pk").last()
    if last is not None and last.stance == Stance.OPPOSE:
        yield from chair(act)


def if_score_wrong(act: Act) -> Told:
    """Management, which sends results back so that a wrong score can be corrected."""
    if act.target.outcome == ReviewOutcome.CORRECTED:
        yield from superior(act)


def if_parcel_differs(act: Act) -> Told:
    """Management, if something was wrong with the parcel."""
    if act.target.missing.exists() or act.event.reason:
        yield from superior(act)


def unless_fetched(act: Act) -> bool:
    """Tell whether a parcel was posted: what the station fetched itself is on no way."""
    return not act.target.was_fetched


def sends_for_holders(act: Act) -> bool:
    """Tell whether holders are sent for.

    Where a difference stands in words alone, nobody can tell whose certificate is missing: no holder is sent
    for in vain.
    """
    return act.target.missing.exists() or not act.event.reason
