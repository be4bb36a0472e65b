"""The rows that figures are taken of: what a person sees, narrowed to what was asked."""

from django.db.models import Q

from accounts.models import User
from accounts.rights import Role
from batches.models import (
    AnnualPlan,
    Batch,
    BatchItem,
    BatchQuerySet,
    BatchStatus,
    PlanItem,
    PlanItemQuerySet,
)
from batches.models.plans import AnnualPlanQuerySet
from candidates.models import Enrolment, EnrolmentQuerySet
from certificates.models import Certificate, CertificateQuerySet
from portal.figures.asked import OF_BATCH, OF_ENROLMENT, OF_PLAN_ITEM, Asked
from scope_catalog.choices import Scheme

OF_CERTIFICATE = {name: f"enrolment__{path}" for name, path in OF_ENROLMENT.items()}
OF_BATCH_ITEM = {name: f"plan_item__{OF_PLAN_ITEM[name]}" for name in ("trade", "occupation", "level")}


def plan_items(user: User, asked: Asked) -> PlanItemQuerySet:
    """Return the plan items; a branch's are of the scheme whose batches it sees, as all its figures are."""
    rows: PlanItemQuerySet = PlanItem.objects.visible_to(user)
    of_branch = Q(trade__occupation__scheme=Scheme.SKILL_LEVEL) if user.role == Role.BRANCH else Q()
    return rows.filter(of_branch, asked.lookup(OF_PLAN_ITEM))


def plans(user: User, asked: Asked) -> AnnualPlanQuerySet:
    """Return the plans that hold such items."""
    rows: AnnualPlanQuerySet = AnnualPlan.objects.visible_to(user)
    return rows.filter(pk__in=plan_items(user, asked).values("plan"))


def batches(user: User, asked: Asked) -> BatchQuerySet:
    """Return the batches that were handed in; of a trade or level those that have it among others."""
    rows: BatchQuerySet = Batch.objects.visible_to(user).exclude(status=BatchStatus.DRAFT)
    if asked.chosen.keys() & OF_BATCH_ITEM.keys():
        rows = rows.filter(pk__in=BatchItem.objects.filter(asked.lookup(OF_BATCH_ITEM)).values("batch"))
    return rows.filter(asked.lookup(OF_BATCH))


def enrolments(user: User, asked: Asked) -> EnrolmentQuerySet:
    """Return the enrolments, whatever became of them."""
    rows: EnrolmentQuerySet = Enrolment.objects.visible_to(user)
    return rows.filter(asked.lookup(OF_ENROLMENT))


def certificates(user: User, asked: Asked) -> CertificateQuerySet:
    """Return the certificates, by the exams in which they were earned."""
    rows: CertificateQuerySet = Certificate.objects.visible_to(user)
    return rows.filter(asked.lookup(OF_CERTIFICATE))
