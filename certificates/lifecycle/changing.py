"""How a certificate ends or is printed anew: by an approved change, and in no other way."""

from collections.abc import Iterator

from accounts.rights import Perm
from certificates.models import Certificate, CertificateStatus
from ostami.problems import Problem
from workflow.lifecycle import Step, Transition, Words

STANDING = frozenset({CertificateStatus.ISSUED, CertificateStatus.POSTED, CertificateStatus.RECEIVED})


def by_change(step: Step[Certificate]) -> Iterator[Problem]:
    """One person asks and another decides: a certificate moves by the change that they agreed on."""
    change = step.data.get("change")
    if change is None or change.certificate_id != step.case.pk:
        yield Problem("证书须经申请、由指导中心审批后撤销、换发或补办", remedy="请在证书页面提出申请")


CHANGING = (
    Transition(
        "revoke",
        "撤销",
        "撤销了证书",
        STANDING,
        CertificateStatus.REVOKED,
        Perm.CERTIFICATE_CHANGE_DECIDE,
        words=Words.REQUIRED,
        words_label="理由",
        main=False,
        hidden_unless=(by_change,),
    ),
    Transition(
        "reissue",
        "换发",
        "换发了新证书，本证书不再有效",
        STANDING,
        CertificateStatus.REISSUED,
        Perm.CERTIFICATE_CHANGE_DECIDE,
        words=Words.REQUIRED,
        words_label="理由",
        main=False,
        hidden_unless=(by_change,),
    ),
    # Printed anew, it is posted and handed over anew.
    Transition(
        "replace",
        "补办",
        "补办了证书，编号不变",
        STANDING,
        CertificateStatus.ISSUED,
        Perm.CERTIFICATE_CHANGE_DECIDE,
        words=Words.REQUIRED,
        words_label="理由",
        main=False,
        hidden_unless=(by_change,),
    ),
)
