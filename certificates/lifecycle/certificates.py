"""Life cycle of a certificate: on its way to the holder, and its end."""

from accounts.rights import Perm
from certificates.lifecycle.changing import CHANGING
from certificates.models import Certificate, CertificateStatus
from certificates.posting.guards import arrived, by_parcel
from workflow.lifecycle import Transition, register

register(
    Certificate,
    Transition(
        "post",
        "邮寄",
        "邮寄了证书",
        frozenset({CertificateStatus.ISSUED}),
        CertificateStatus.POSTED,
        Perm.SHIP,
    ),
    Transition(
        "hand_over",
        "发放",
        "发放了证书",
        frozenset({CertificateStatus.POSTED}),
        CertificateStatus.RECEIVED,
        Perm.SHIPMENT_RECEIVE,
        guards=(arrived,),
    ),
    Transition(
        "unpost",
        "取消邮寄",
        "邮寄登记已取消，待重新邮寄",
        frozenset({CertificateStatus.POSTED}),
        CertificateStatus.ISSUED,
        Perm.SHIP,
        main=False,
        hidden_unless=(by_parcel,),
    ),
    Transition(
        "miss",
        "缺少",
        "考试站签收时没有收到，待重新邮寄",
        frozenset({CertificateStatus.POSTED}),
        CertificateStatus.ISSUED,
        Perm.SHIPMENT_RECEIVE,
        main=False,
        hidden_unless=(by_parcel,),
    ),
    *CHANGING,
)
