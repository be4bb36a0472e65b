"""Which changes a certificate is fit for: as long as it stands, or once it was revoked."""

from collections.abc import Iterator

from certificates.models import Certificate, CertificateStatus, ChangeKind, ShipmentStatus
from ostami.problems import Problem


def unfit(certificate: Certificate, kind: ChangeKind) -> Iterator[Problem]:
    """Yield why a change of this kind isn't for this certificate."""
    if kind == ChangeKind.REISSUE and certificate.stands:
        yield Problem(
            f"{certificate}有效，不须重新核发", remedy="内容有误的请申请更正换发，遗失、损毁的请申请补办"
        )
    elif kind == ChangeKind.REISSUE and certificate.status == CertificateStatus.REVOKED:
        yield from _followed(certificate)
    else:
        yield from _not_standing(certificate)
        if kind == ChangeKind.REPLACE:
            yield from _on_its_way(certificate)


def _on_its_way(certificate: Certificate) -> Iterator[Problem]:
    """Yield that nobody knows yet whether the paper is lost: its parcel hasn't arrived."""
    parcel = certificate.shipments.filter(status=ShipmentStatus.SENT).last()
    if certificate.status == CertificateStatus.POSTED and parcel is not None:
        yield Problem(
            f"{certificate}在途中（{parcel}）",
            remedy="收到的邮寄件内没有这本证书的，请在签收时勾选缺少；整件丢失的，请管理站撤销该邮寄件后重新邮寄",
        )


def _followed(certificate: Certificate) -> Iterator[Problem]:
    """Yield that the holder of a revoked certificate has another by now."""
    same = Certificate.objects.filter(enrolment=certificate.enrolment_id)
    other = same.filter(replaces=certificate).first() or same.standing().first()
    if other is not None:
        yield Problem(f"{certificate}已撤销，持证人另有{other}", remedy="请在该证书的页面办理")


def _not_standing(certificate: Certificate) -> Iterator[Problem]:
    """Yield that a certificate doesn't stand for its holder any more."""
    if certificate.stands:
        return
    new = Certificate.objects.filter(replaces=certificate).first()
    remedy = f"请在换发的{new}的页面办理" if new else "撤销有误的，请申请重新核发"
    yield Problem(f"{certificate}{certificate.get_status_display()}", remedy=remedy)
