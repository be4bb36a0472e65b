"""The papers that the page of a batch's certificates offers."""

from typing import TYPE_CHECKING, Any

from django import template

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from certificates.rosters.catalogue import ROSTER_PAPERS
from scope_catalog.choices import Scheme

if TYPE_CHECKING:
    from certificates.rosters.taking import BatchPaper

register = template.Library()


@register.inclusion_tag("certificates/rosters/_papers.html", takes_context=True)
def certificate_papers(context: template.Context, batch: Batch, user: User) -> dict[str, Any]:
    """Show a button for each paper that the person may take, or what it waits for."""
    ready: dict[str, BatchPaper] = {}
    waiting: dict[str, list[str]] = {}
    for name, paper in ROSTER_PAPERS.items():
        if user.has_right(paper.right):
            problem = next(iter(paper.problems(batch)), None)
            if problem is None:
                ready[name] = paper
            elif paper.label not in waiting.setdefault(str(problem), []):
                waiting[str(problem)].append(paper.label)
    national = batch.scheme == Scheme.SKILL_LEVEL and user.has_right(Perm.NATIONAL_UPLOAD)
    return {
        "batch": batch,
        "ready": ready,
        "waiting": waiting,
        "national": national,
        "csrf_token": context.get("csrf_token"),
    }
