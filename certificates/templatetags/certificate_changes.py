"""The changes of a certificate on its page."""

from typing import Any

from django import template

from accounts.models import User
from accounts.rights import Perm
from certificates.changes.asking import kinds_for
from certificates.changes.selectors import chain_of
from certificates.models import Certificate, CertificateChange

register = template.Library()


@register.inclusion_tag("certificates/changes/_chain.html")
def certificate_chain(certificate: Certificate) -> dict[str, Any]:
    """Lead to the certificates whose place this one took, and that took its place."""
    return {"certificate": certificate, "chain": chain_of(certificate)}


@register.inclusion_tag("certificates/changes/_changes.html")
def certificate_changes(certificate: Certificate, actor: User) -> dict[str, Any]:
    """Show what was asked of a certificate, and to who may ask the ways to do so."""
    asks = actor.has_right(Perm.CERTIFICATE_CHANGE_ASK)
    seen = CertificateChange.objects.visible_to(actor).filter(certificate=certificate)
    return {
        "certificate": certificate,
        "changes": seen,
        "kinds": kinds_for(certificate) if asks else [],
    }
