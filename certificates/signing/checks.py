"""System checks: the key that signs certificates, and the address that their codes name."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates
from django.conf import settings
from django.core.checks import CheckMessage, Info, Warning, register  # noqa: A004  Django's name

from certificates.signing.keys import signing_is_on
from ostami import clock

RENEWAL_DAYS = 60


@register()
def check_signing_key(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """Warn where the key which the settings name can't sign today, or soon can't any more.

    A warning, not an error: whatever a key has come to, the other work of the portal goes on.
    """
    if not signing_is_on():
        return []
    module = settings.CERTIFICATE_PKCS11.get("module")
    fault = _module_fault(Path(module)) if module else _file_fault(Path(settings.CERTIFICATE_KEY_FILE or ""))
    if not fault:
        return []
    return [
        Warning(
            f"Certificates can't be signed, today or before long: {fault}",
            hint="Correct OSTAMI_CERTIFICATE_KEY or OSTAMI_CERTIFICATE_PKCS11_MODULE; unset, nothing signs.",
            id="certificates.W001",
        )
    ]


@register(deploy=True)
def check_signing_is_on(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """Say that nothing signs, where nothing does."""
    if signing_is_on():
        return []
    return [
        Info(
            "Certificates are handed out without an electronic signature.",
            hint="Set OSTAMI_CERTIFICATE_KEY or OSTAMI_CERTIFICATE_PKCS11_MODULE to sign them.",
            id="certificates.I001",
        )
    ]


@register(deploy=True)
def check_public_address(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """Warn where the codes on certificates would name whatever host a request was sent to."""
    if settings.PRACTICE or settings.PUBLIC_ADDRESS:
        return []
    return [
        Warning(
            "The codes printed on certificates, cards and licences name the host of the request.",
            hint="Set OSTAMI_PUBLIC_ADDRESS to the address by which the public reaches the portal.",
            id="certificates.W002",
        )
    ]


def _module_fault(module: Path) -> str:
    return "" if module.is_file() else f"there is no PKCS#11 module {module}."


def _file_fault(file: Path) -> str:
    try:
        password = settings.CERTIFICATE_KEY_PASSWORD.encode() or None
        key, certificate, _ = load_key_and_certificates(file.read_bytes(), password)
    except OSError as error:
        return f"{file}: {error.strerror}."
    except ValueError:
        return f"{file} is no PKCS#12 file, or its password is another."
    if key is None or certificate is None:
        return f"{file} holds no key with its certificate."
    begin, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if begin <= clock.now() <= end - timedelta(days=RENEWAL_DAYS):
        return ""
    return f"the certificate in {file} holds from {clock.day_of(begin)} to {clock.day_of(end)}."
