"""The key that signs: from a file or a token, made for practice, checked before it is needed."""

import shutil
import stat
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from django.conf import LazySettings
from django.core.cache import cache
from django.core.checks import WARNING
from django.core.management import CommandError, call_command

from certificates.signing import tokens
from certificates.signing.checks import check_public_address, check_signing_is_on, check_signing_key
from certificates.signing.examining import Verdict, signature_verdict
from certificates.signing.faults import SigningKeyError
from certificates.signing.keys import our_fingerprint, signer, signing_is_on
from certificates.signing.practice import AUTHORITY_NAME, SIGNER_NAME
from certificates.signing.signatures import signed_pdf
from documents.pdf import render_html_pdf
from ostami import clock
from tests.certificates import signing_keys

SOFT_TOKEN = Path("/usr/lib/softhsm/libsofthsm2.so")


def paper() -> bytes:
    return render_html_pdf("certificates/certificate.html", {"faces": []}).content


def test_practice_makes_its_key_once_for_its_owner_alone(settings: LazySettings, tmp_path: Path) -> None:
    settings.CERTIFICATE_KEY_FILE = tmp_path / "var" / "key.p12"
    assert not signing_is_on()
    said = StringIO()
    call_command("make_certificate_key", stdout=said)
    made = settings.CERTIFICATE_KEY_FILE.read_bytes()
    call_command("make_certificate_key", stdout=said)
    assert settings.CERTIFICATE_KEY_FILE.read_bytes() == made
    assert stat.S_IMODE(settings.CERTIFICATE_KEY_FILE.stat().st_mode) == 0o600
    assert list(settings.CERTIFICATE_KEY_FILE.parent.iterdir()) == [settings.CERTIFICATE_KEY_FILE]
    assert said.getvalue() == "演练签名密钥：已生成。\n演练签名密钥：已经存在，没有改动。\n"
    assert signing_is_on()


def test_the_practice_key_says_in_its_name_that_it_vouches_for_nothing(
    settings: LazySettings, tmp_path: Path
) -> None:
    settings.CERTIFICATE_KEY_FILE = tmp_path / "key.p12"
    call_command("make_certificate_key", stdout=StringIO())
    with signer() as ours:
        assert ours.signing_cert is not None
        facts = ours.signing_cert.native["tbs_certificate"]
    assert facts["subject"] == {"common_name": SIGNER_NAME}
    assert facts["issuer"] == {"common_name": AUTHORITY_NAME}
    (usage,) = (one["extn_value"] for one in facts["extensions"] if one["extn_id"] == "key_usage")
    assert usage == {"digital_signature", "non_repudiation"}


def test_production_makes_no_key(settings: LazySettings, tmp_path: Path) -> None:
    settings.PRACTICE, settings.CERTIFICATE_KEY_FILE = False, tmp_path / "key.p12"
    with pytest.raises(CommandError, match="演练密钥只能在演练平台"):
        call_command("make_certificate_key")
    assert not settings.CERTIFICATE_KEY_FILE.exists()


def test_a_file_opens_with_its_password_alone(settings: LazySettings, tmp_path: Path) -> None:
    key, certificate, others = pkcs12.load_key_and_certificates(signing_keys.pkcs12(), None)
    assert isinstance(key, RSAPrivateKey)
    locked = pkcs12.serialize_key_and_certificates(
        None,
        key,
        certificate,
        others,
        BestAvailableEncryption(b"secret"),
    )
    settings.CERTIFICATE_KEY_FILE = tmp_path / "locked.p12"
    settings.CERTIFICATE_KEY_FILE.write_bytes(locked)
    for password in ("", "other"):
        settings.CERTIFICATE_KEY_PASSWORD = password
        with pytest.raises(SigningKeyError, match="password is another"), signer():
            pass
        (error,) = check_signing_key(None)
        assert (error.id, "password is another" in error.msg) == ("certificates.W001", True)
    settings.CERTIFICATE_KEY_PASSWORD = "secret"
    assert check_signing_key(None) == []
    assert signature_verdict(signed_pdf(paper(), reason="试", at=clock.now())) == Verdict.UNREGISTERED


def test_another_key_in_the_same_place_counts_at_once(settings: LazySettings, tmp_path: Path) -> None:
    settings.CERTIFICATE_KEY_FILE = signing_keys.key_file(tmp_path)
    before = our_fingerprint()
    settings.CERTIFICATE_KEY_FILE.write_bytes(signing_keys.pkcs12("后来的签名人"))
    assert our_fingerprint() != before


def test_a_key_that_is_missing_out_of_date_or_no_key_is_warned_of(
    settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PRACTICE, settings.CERTIFICATE_KEY_FILE = False, tmp_path / "none.p12"
    assert "No such file" in check_signing_key(None)[0].msg
    with pytest.raises(SigningKeyError, match="No such file"), signer():
        pass
    settings.CERTIFICATE_KEY_FILE.write_bytes(b"no key")
    assert "no PKCS#12 file" in check_signing_key(None)[0].msg
    settings.CERTIFICATE_KEY_FILE = signing_keys.key_file(tmp_path)
    assert check_signing_key(None) == []
    monkeypatch.setattr(clock, "now", lambda: datetime(2101, 1, 1, tzinfo=clock.SHANGHAI))
    (warning,) = check_signing_key(None)
    assert "holds from 2000-01-01 to 2099-12-31" in warning.msg
    assert warning.level == WARNING  # no command is kept from starting
    monkeypatch.setattr(clock, "now", lambda: datetime(2099, 11, 1, 7, tzinfo=clock.SHANGHAI))
    assert check_signing_key(None) == []
    monkeypatch.setattr(clock, "now", lambda: datetime(2099, 11, 1, 9, tzinfo=clock.SHANGHAI))
    assert "holds from" in check_signing_key(None)[0].msg


@pytest.mark.parametrize("year", [1999, 2100])
def test_a_certificate_that_does_not_hold_signs_nothing_but_is_still_known(
    year: int, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CERTIFICATE_KEY_FILE = signing_keys.key_file(tmp_path)
    signed = signed_pdf(paper(), reason="试", at=clock.now())
    monkeypatch.setattr(clock, "now", lambda: datetime(year, 6, 1, tzinfo=clock.SHANGHAI))
    with pytest.raises(SigningKeyError, match="holds from 2000-01-01 to 2099-12-31"), signer():
        pass
    assert signature_verdict(signed) == Verdict.UNREGISTERED


def test_production_without_an_address_for_the_codes_is_warned_of(settings: LazySettings) -> None:
    assert check_public_address(None) == []
    settings.PRACTICE = False
    (warning,) = check_public_address(None)
    assert (warning.id, warning.level) == ("certificates.W002", WARNING)
    settings.PUBLIC_ADDRESS = "https://portal.example.invalid"
    assert check_public_address(None) == []


def test_where_nothing_signs_the_deployment_check_says_so_and_goes_on(settings: LazySettings) -> None:
    settings.PRACTICE, settings.CERTIFICATE_KEY_FILE = False, None
    (note,) = check_signing_is_on(None)
    assert (note.id, note.is_serious(), check_signing_key(None)) == ("certificates.I001", False, [])


def test_where_the_own_certificate_cannot_be_read_a_signature_is_left_open(
    settings: LazySettings, tmp_path: Path
) -> None:
    settings.CERTIFICATE_KEY_FILE = signing_keys.key_file(tmp_path)
    signed = signed_pdf(paper(), reason="试", at=clock.now())
    settings.CERTIFICATE_KEY_PASSWORD = "wrong"
    assert signature_verdict(signed) == Verdict.UNSURE


def test_signing_takes_less_than_a_third_of_a_second(settings: LazySettings, tmp_path: Path) -> None:
    settings.CERTIFICATE_KEY_FILE = signing_keys.key_file(tmp_path)
    content = paper()
    signed_pdf(content, reason="试", at=clock.now())  # loads what is loaded once
    begin = time.process_time()
    for _ in range(3):
        signed_pdf(content, reason="试", at=clock.now())
    assert (time.process_time() - begin) / 3 < 0.3


def test_a_token_that_is_not_there_signs_nothing(settings: LazySettings) -> None:
    token = {"module": "/nowhere/token.so", "slot": "0", "token": "", "label": "sign", "pin": "1234"}
    settings.CERTIFICATE_PKCS11 = token
    assert signing_is_on()
    assert "there is no PKCS#11 module /nowhere/token.so" in check_signing_key(None)[0].msg
    with pytest.raises(SigningKeyError, match="The token"), signer():
        pass


@pytest.fixture(scope="module")
def soft_token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A token in software that holds a key and its certificate under the label ``sign``.

    The library reads its settings once a process, so there is one for all tests.
    """
    with pytest.MonkeyPatch.context() as environment:
        yield _soft_token(tmp_path_factory.mktemp("token"), environment)


def _soft_token(folder: Path, environment: pytest.MonkeyPatch) -> dict[str, str]:
    if not SOFT_TOKEN.exists():
        pytest.skip("needs softhsm2")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\n")
    environment.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
    tool = shutil.which("softhsm2-util")
    assert tool
    key, certificate, _ = pkcs12.load_key_and_certificates(signing_keys.pkcs12(), None)
    assert key is not None
    assert certificate is not None
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    pins = ["--pin", "1234", "--so-pin", "123456"]
    for order in (
        ["--init-token", "--free", "--label", "portal", *pins],
        ["--import", str(folder / "key.pem"), "--token", "portal", "--label", "sign", "--id", "01", *pins],
    ):
        subprocess.run([tool, *order], check=True, capture_output=True)  # noqa: S603  fixed words
    _put_certificate(certificate.public_bytes(Encoding.DER))
    return {"module": str(SOFT_TOKEN), "slot": "", "token": "portal", "label": "sign", "pin": "1234"}


def _put_certificate(content: bytes) -> None:
    import pkcs11  # noqa: PLC0415  the token's settings are read when this is loaded
    from pkcs11.util.x509 import decode_x509_certificate  # noqa: PLC0415

    token = pkcs11.lib(str(SOFT_TOKEN)).get_token(token_label="portal")
    with token.open(rw=True, user_pin="1234") as session:
        facts = decode_x509_certificate(content)
        session.create_object({**facts, pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: "sign"})


def test_a_token_signs_what_is_known_as_ours(settings: LazySettings, soft_token: dict[str, str]) -> None:
    settings.CERTIFICATE_PKCS11 = soft_token
    assert check_signing_key(None) == []
    for _ in range(2):
        assert signature_verdict(signed_pdf(paper(), reason="试", at=clock.now())) == Verdict.UNREGISTERED
    settings.CERTIFICATE_PKCS11 = {**soft_token, "pin": "9999"}
    with pytest.raises(SigningKeyError, match="PinIncorrect"), signer():
        pass
    settings.CERTIFICATE_PKCS11 = {**soft_token, "label": "other"}
    with pytest.raises(SigningKeyError), signer():
        pass


def test_a_file_is_checked_without_a_login_to_the_token(
    settings: LazySettings, soft_token: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CERTIFICATE_PKCS11 = soft_token
    signed = signed_pdf(paper(), reason="试", at=clock.now())
    settings.CERTIFICATE_PKCS11 = {**soft_token, "pin": "9999"}
    assert signature_verdict(signed) == Verdict.UNREGISTERED  # kept from the signing
    cache.clear()
    assert signature_verdict(signed) == Verdict.UNREGISTERED  # read as anybody may
    cache.clear()
    settings.CERTIFICATE_PKCS11 = {**soft_token, "label": "other"}
    assert signature_verdict(signed) == Verdict.UNSURE
    monkeypatch.delattr(tokens, "_read_openly")  # the token isn't asked again for a while
    assert signature_verdict(signed) == Verdict.UNSURE
