"""What a candidate does, through the forms and verbs of the pages."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.identity import DocumentType
from batches.models import BatchItem, CandidateType
from candidates.forms.history import HistoryForm, rows_as_data
from candidates.forms.personal_form import PersonalForm
from candidates.forms.registration import RegistrationForm
from candidates.forms.uploads import UploadForm
from candidates.materials import REQUIRED
from candidates.models import Candidate, Education, Enrolment, HistoryKind, UploadKind
from candidates.services import Period, register_candidate, save_form, save_history, start_enrolment
from candidates.uploading import store_upload
from ostami import clock
from portal.practice.forms import filled, typed
from portal.practice.people import PASSWORD, PracticePerson
from portal.practice.pictures import practice_picture
from workflow.lifecycle import perform

# Reserved for examples, as no network gives it out.
PHONE = "13900000000"
SCHOOL = "演练职业技术学校"
COMPANY = "演练机械制造有限公司"


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
    }
    form = filled(RegistrationForm(typed(facts)))
    return register_candidate(
        person=form.person, password=form.cleaned_data["password1"], today=clock.today()
    )


def drafted_enrolment(person: Candidate, item: BatchItem) -> Enrolment:
    """Fill the personal form in, with its history and every picture, and leave it as a draft."""
    enrolment = start_enrolment(item=item, actor=person.user, at=clock.now())
    student = item.batch.candidate_type == CandidateType.STUDENT
    answers = PersonalForm(typed(_answers(student=student)), actor=person.user, enrolment=enrolment)
    save_form(enrolment=enrolment, actor=person.user, answers=filled(answers).cleaned_data)
    history = HistoryForm(rows_as_data(_history(student=student)), actor=person.user, enrolment=enrolment)
    save_history(enrolment=enrolment, actor=person.user, periods=filled(history).periods)
    for kind in REQUIRED[CandidateType(item.batch.candidate_type)]:
        uploaded(enrolment, kind)
    return enrolment


def _answers(*, student: bool) -> dict[str, str]:
    common = {"education": Education.VOCATIONAL.value, "entered_on": "2022-09", "subject": "数控技术应用"}
    if student:
        return {**common, "institution": SCHOOL, "eligibility": "中职在读，在校满两年，正规培训满 400 学时"}
    return {
        **common,
        "institution": COMPANY,
        "years_in_occupation": "6",
        "eligibility": "累计从事本职业工作满 6 年",
    }


def _history(*, student: bool) -> list[Period]:
    school = Period(start=date(2019, 9, 1), end=date(2022, 7, 1), place="演练初级中学")
    if student:
        return [school, Period(start=date(2022, 9, 1), place=SCHOOL, subject="数控技术应用")]
    return [school, Period(start=date(2022, 8, 1), place=COMPANY, kind=HistoryKind.WORK, subject="机床操作")]


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
