"""Many people who passed, and certificates of the scheme skill_level, made in a few statements."""

from datetime import date

from accounts.models import Organisation, User
from batches.models import Batch
from candidates.models import Candidate, Enrolment, Upload
from certificates.issuing import body_name, certificate_for
from certificates.models import BranchPrefix, Certificate
from exams.models import Result
from exams.selectors import qualified
from scope_catalog.choices import Scheme
from stations.models import Station
from tests.factories import crowds, exam, results

PREFIX = "S003232000001"


def passed_beside(pattern: Enrolment, number: int) -> list[Enrolment]:
    """As many more people of the same batch, with the pattern's result and portrait, in roster order."""
    first = pattern.batch.enrolments.count() + 1
    made = Enrolment.objects.bulk_create(
        crowds.copied(pattern, candidate=person, sequence=first + place, form_code=f"BP{first + place:06d}")
        for place, person in enumerate(crowds.crowd(pattern.candidate, number))
    )
    Result.objects.bulk_create(crowds.copied(pattern.result, enrolment=one) for one in made)
    photos = list(pattern.uploads.filter(kind="photo"))
    Upload.objects.bulk_create(crowds.copied(photo, enrolment=one) for one in made for photo in photos)
    return made


def renamed(person: Candidate, name: str) -> None:
    """Give somebody another name, however long."""
    person.name = name
    person.save(update_fields=["name"])


def skill_batch(
    station: Station, management: User, branch: Organisation, *names: str, issued_on: date = date(2026, 9, 21)
) -> Batch:
    """A batch of 职业技能等级认定 whose people all passed and hold national certificates of the branch."""
    facts = {"trade": exam.skill_level_trade(), "scheme": Scheme.SKILL_LEVEL}
    # Management approves alone as long as the province has no branch.
    elsewhere = Organisation.objects.filter(pk=branch.pk)
    elsewhere.update(province="")
    batch = results.approved(station, management, dict.fromkeys(names, results.PASS), **facts)
    elsewhere.update(province=branch.province)
    BranchPrefix.objects.create(branch=branch, prefix=PREFIX, valid_from=date(2026, 1, 1), set_by=management)
    for serial, enrolment in enumerate(qualified(batch), start=1):
        national_certificate(enrolment, serial=serial, issued_on=issued_on)
    batch._move_to("certified")
    return batch


def national_certificate(enrolment: Enrolment, *, serial: int, issued_on: date) -> Certificate:
    """A stored certificate with a number of the national rule."""
    made = certificate_for(enrolment)
    made.issued_on, made.body_name = issued_on, body_name(enrolment.batch, on=issued_on)
    made.number = f"{PREFIX}{issued_on:%y}{made.level}{serial:06d}"
    made.save()
    return made
