"""Where numbers of certificates come from: branches with their prefixes, batches of the national scheme."""

from datetime import date

from accounts.models import Organisation, OrganisationKind, User
from batches.models import Batch
from certificates.models import BranchPrefix, FormerCertificate
from certificates.numbers.prefixes import add_prefix
from ostami import clock
from scope_catalog.choices import Scheme
from tests.factories import people

PREFIX = "S000032000901"
SINCE = date(2026, 1, 1)


def branch(province: str = "江苏省", code: str = "BR32") -> Organisation:
    found = Organisation.objects.filter(code=code).first()
    name = f"练习{province}分支机构{code}"
    return found or people.organisation(OrganisationKind.BRANCH, name, code, province=province)


def prefix(centre: User, characters: str = PREFIX, *, since: date = SINCE, **facts: date) -> BranchPrefix:
    """The prefix of the branch that the test stations' province has."""
    return add_prefix(branch=branch(), prefix=characters, valid_from=since, actor=centre, **facts)


def former(number: str, centre: User) -> FormerCertificate:
    """A certificate of before the portal."""
    return FormerCertificate.objects.create(
        number=number,
        holder_name="旧证考生",
        scheme=Scheme.ABILITY,
        occupation_name="车工",
        level_label="四级/中级工",
        issued_on=SINCE,
        imported_by=centre,
        imported_at=clock.now(),
    )


def national(batch: Batch) -> Batch:
    """The batch as one of the scheme 职业技能等级认定."""
    Batch.objects.filter(pk=batch.pk).update(scheme=Scheme.SKILL_LEVEL)
    return Batch.objects.get(pk=batch.pk)
