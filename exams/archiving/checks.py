"""System check: years of keeping are set for kinds of evidence that exist."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from exams.archiving.keeping import DEFAULT
from exams.models import EvidenceKind


@register()
def check_evidence_years(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for every name in `EVIDENCE_YEARS` that is no kind: it would silently set nothing."""
    unknown = set(settings.EVIDENCE_YEARS) - {DEFAULT, *EvidenceKind.values}
    return [
        Error(
            f"OSTAMI_EVIDENCE_YEARS names {name}, which is no kind of evidence.",
            hint=f"The kinds are {', '.join(EvidenceKind.values)}, and {DEFAULT} for those not named.",
            id="exams.E001",
        )
        for name in sorted(unknown)
    ]
