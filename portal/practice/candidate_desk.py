"""What a candidate does, through the forms and verbs of the pages."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.identity import DocumentType
from accounts.models import User
from batches.models import BatchItem, CandidateType
from candidates.eligibility.facts import Programme, Relation
from candidates.eligibility_data.rules import open_points
from candidates.forms.answers import AnswersForm
from candidates.forms.certificates import CertificatesForm
from candidates.forms.history import HistoryForm, PeriodsForm, WorkHistoryForm, rows_as_data
from candidates.forms.personal_form import PersonalForm
from candidates.forms.registration import RegistrationForm
from candidates.forms.uploads import UploadForm
from candidates.models import Candidate, Education, Enrolment, HistoryKind, UploadKind
from candidates.personal_form.materials import needed_kinds
from candidates.services import Period, register_candidate, save_form, save_history, start_enrolment
from candidates.services.judging import judge
from candidates.services.uploading import store_upload
from ostami import clock
from portal.practice.forms import filled, typed
from portal.practice.people import PASSWORD, PracticePerson
from portal.practice.pictures import practice_picture
from workflow.lifecycle import perform

# Reserved for examples, as no network gives it out.
PHONE = "13900000000"
SCHOOL = "演练职业技术学校"
COMPANY = "演练机械制造有限公司"
SUBJECT = "数控技术应用"
NOTHING = {"nothing": "on"}
WORKED = {"years_in_occupation": "7"}
JOB = Period(
    start=date(2019, 7, 1),
    place=COMPANY,
    kind=HistoryKind.WORK,
    subject="机床操作",
    relation=Relation.SAME.value,
)


def registered(person: PracticePerson) -> Candidate:
    """Register a fictitious person."""
    facts = {
        "username": person.username,
        "name": person.name,
        "document_type": DocumentType.RESIDENT_ID.value,
        "document_number": person.document_number,
        "phone": PHONE,
        "email": f"{person.username}@example.invalid",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "consent": "on",
        "consent_sensitive": "on",
    }
    form = filled(RegistrationForm(typed(facts)))
    return register_candidate(
        person=form.person, password=form.cleaned_data["password1"], today=clock.today()
    )


def drafted_enrolment(person: Candidate, item: BatchItem) -> Enrolment:
    """Fill the personal form in, with its history and every picture, and leave it as a draft."""
    enrolment = start_enrolment(item=item, actor=person.user, at=clock.now())
    student = item.batch.candidate_type == CandidateType.STUDENT
    answered(enrolment, PersonalForm, _answers(student=student))
    answered(enrolment, CertificatesForm, NOTHING if student else {**NOTHING, **WORKED})
    told(enrolment, HistoryForm, _schools(student=student))
    if not student:
        told(enrolment, WorkHistoryForm, [JOB])
    enrolment = Enrolment.objects.get(pk=enrolment.pk)
    for kind in needed_kinds(enrolment):
        uploaded(enrolment, kind)
    return enrolment


def answered(enrolment: Enrolment, page: type[AnswersForm], facts: dict[str, str]) -> None:
    """Fill one page of the personal form in."""
    actor = enrolment.candidate.user
    form = filled(page(typed(facts), actor=actor, enrolment=enrolment))
    save_form(enrolment=enrolment, actor=actor, answers=form.cleaned_data)


def told(enrolment: Enrolment, page: type[PeriodsForm], periods: list[Period]) -> None:
    """Fill one page of the history in."""
    actor = enrolment.candidate.user
    form = filled(page(rows_as_data(periods), actor=actor, enrolment=enrolment))
    save_history(enrolment=enrolment, actor=actor, periods=form.periods, kinds=form.kinds)


def _answers(*, student: bool) -> dict[str, str]:
    common = {
        "education": Education.VOCATIONAL.value,
        "entered_on": "2022-09",
        "subject": SUBJECT,
        "subject_relation": Relation.SAME.value,
    }
    if student:
        return {**common, "institution": SCHOOL, "class_name": "数控 2201", "training_hours": "420"}
    return {
        **common,
        "institution": COMPANY,
        "programme": Programme.SENIOR_WORKER.value,
        "entered_on": "2016-09",
        "graduated_on": "2019-06",
    }


def _schools(*, student: bool) -> list[Period]:
    entered = date(2022 if student else 2016, 9, 1)
    junior = Period(
        start=entered.replace(year=entered.year - 3),
        end=entered.replace(month=7),
        stage=Education.JUNIOR.value,
        place="演练初级中学",
    )
    left = None if student else date(2019, 6, 1)
    school = Period(start=entered, end=left, stage=Education.VOCATIONAL.value, place=SCHOOL, subject=SUBJECT)
    return [junior, school]


def uploaded(enrolment: Enrolment, kind: UploadKind) -> None:
    """Upload the practice picture of one kind."""
    actor = enrolment.candidate.user
    picture = SimpleUploadedFile(f"{kind.value}.jpg", practice_picture(kind), "image/jpeg")
    form = filled(UploadForm({"kind": kind.value}, {"file": picture}, actor=actor))
    kind = UploadKind(form.cleaned_data["kind"])
    store_upload(
        enrolment=enrolment, kind=kind, content=form.cleaned_data["file"], actor=actor, at=clock.now()
    )


def submitted_enrolment(enrolment: Enrolment) -> Enrolment:
    """Hand the personal form in."""
    return perform(enrolment, "submit", actor=enrolment.candidate.user)


def stamped_enrolment(enrolment: Enrolment) -> Enrolment:
    """Upload the stamped form and hand it to the station."""
    uploaded(enrolment, UploadKind.STAMPED_FORM)
    return perform(enrolment, "stamp", actor=enrolment.candidate.user)


def handed_in(person: Candidate, item: BatchItem) -> Enrolment:
    """Do all that a candidate has to: the form is filled in, handed in, stamped."""
    return stamped_enrolment(submitted_enrolment(drafted_enrolment(person, item)))


def accepted_enrolment(enrolment: Enrolment, *, reviewer: User) -> Enrolment:
    """Find all that needs a look to be so, and accept."""
    verdicts = {one.point: (True, "与材料相符") for one in open_points(enrolment)}
    judge(enrolment=enrolment, verdicts=verdicts, actor=reviewer, at=clock.now())
    return perform(enrolment, "accept", actor=reviewer)
