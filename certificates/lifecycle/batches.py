"""What certificates say and do when a batch is certified."""

from collections.abc import Iterator

from batches.models import Batch, BatchStatus
from certificates.issuing import issue_certificates
from certificates.numbers.guards import numbers_ready
from exams.selectors import qualified
from ostami.problems import Problem
from workflow.lifecycle import Step, lifecycle_of


def somebody_passed(step: Step[Batch]) -> Iterator[Problem]:
    """Without a candidate who passed there is nothing to certify."""
    if not qualified(step.case).exists():
        yield Problem("本批次没有合格考生，无证书可发", "4.6-1", "本批次无需核发证书")


def nothing_left_to_issue(step: Step[Batch]) -> Iterator[Problem]:
    """A batch is archived once its certificates are issued, or when nobody passed."""
    if step.case.status == BatchStatus.RESULTS_APPROVED and qualified(step.case).exists():
        yield Problem("本批次的证书尚未核发", "4.6-3", "请在核发证书后归档")


lifecycle_of(Batch).contribute("archive", hidden_unless=(nothing_left_to_issue,))
lifecycle_of(Batch).contribute(
    "certify", guards=(somebody_passed, numbers_ready), changes=(issue_certificates,)
)
