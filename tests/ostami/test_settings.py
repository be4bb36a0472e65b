"""A start with wrong settings says everything that is wrong, at once."""

import os
import subprocess
import sys

import pytest

PRODUCTION = {
    "OSTAMI_SECRET_KEY": "not-a-real-key-but-long-enough-to-pass-the-check-of-fifty-chars",
    "OSTAMI_FIELD_KEYS": "k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "OSTAMI_INDEX_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "OSTAMI_PAPER_KEYS": "/srv/keys/papers",
    "OSTAMI_HOSTS": "portal.example.invalid",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "EMAIL_URL": "smtp://127.0.0.1:25",
}


def _start(**environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OSTAMI_")}
    for name in ("DATABASE_URL", "EMAIL_URL"):
        clean.pop(name, None)
    code = "import ostami.settings as s; print(s.PRACTICE, s.DATABASES['default']['ENGINE'])"
    return subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, "-c", code],
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_practice_beside_production_settings_is_refused() -> None:
    refused = _start(OSTAMI_PRACTICE="1", **PRODUCTION)
    assert refused.returncode != 0
    assert "OSTAMI_PRACTICE=1 cannot stand beside production settings" in refused.stderr
    assert all(name in refused.stderr for name in PRODUCTION)


def test_missing_production_settings_are_all_named() -> None:
    refused = _start()
    assert refused.returncode != 0
    assert f"set {', '.join(PRODUCTION)}" in refused.stderr


def test_full_production_settings_start() -> None:
    started = _start(**PRODUCTION)
    assert started.stdout == "False django.db.backends.postgresql\n"


def test_keys_that_are_not_thirty_two_bytes_are_all_named() -> None:
    refused = _start(
        **{**PRODUCTION, "OSTAMI_FIELD_KEYS": "k1:c2hvcnQ=,k2", "OSTAMI_INDEX_KEY": "no+base64/"}
    )
    assert refused.returncode != 0
    assert "Not 32 bytes of URL-safe base64: k1, k2, OSTAMI_INDEX_KEY." in refused.stderr


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ("keys", "OSTAMI_PAPER_KEYS must be an absolute path, not keys."),
        ("/srv/portal/private/keys", "OSTAMI_PAPER_KEYS must lie apart from the portal's files"),
        ("/srv/portal/private", "OSTAMI_PAPER_KEYS must lie apart from the portal's files"),
        ("/srv/portal", "OSTAMI_PAPER_KEYS must lie apart from the portal's files"),
        ("/srv/portal/elsewhere/../static/keys", "OSTAMI_PAPER_KEYS must lie apart from the static files"),
    ],
)
def test_keys_of_papers_lie_apart_from_the_papers(keys: str, sentence: str) -> None:
    refused = _start(**{**PRODUCTION, "OSTAMI_PAPER_KEYS": keys, "OSTAMI_VAR": "/srv/portal"})
    assert refused.returncode != 0
    assert sentence in refused.stderr


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("papers=three", "OSTAMI_EVIDENCE_YEARS must be like default=5,papers=3"),
        ("papers=0", "OSTAMI_EVIDENCE_YEARS must be at least 1 for every kind"),
        ("papers", "OSTAMI_EVIDENCE_YEARS must be like default=5,papers=3"),
    ],
)
def test_evidence_is_kept_for_whole_years(value: str, sentence: str) -> None:
    refused = _start(**PRODUCTION, OSTAMI_EVIDENCE_YEARS=value)
    assert refused.returncode != 0
    assert sentence in refused.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("OSTAMI_REVIEW_DUE", "02-29", "OSTAMI_REVIEW_DUE must be a day of every year"),
        ("OSTAMI_REVIEW_DUE", "31.3.", "OSTAMI_REVIEW_DUE must be a day of every year"),
        ("OSTAMI_REVIEW_GRACE_DAYS", "-1", "OSTAMI_REVIEW_GRACE_DAYS must not be negative"),
    ],
)
def test_a_review_needs_a_real_day_and_a_grace(name: str, value: str, sentence: str) -> None:
    refused = _start(**PRODUCTION, **{name: value})
    assert refused.returncode != 0
    assert sentence in refused.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("OSTAMI_LICENCE_YEARS", "0", "OSTAMI_LICENCE_YEARS must be at least 1"),
        (
            "OSTAMI_LICENCE_NUMBER",
            "JX-{province}",
            "OSTAMI_LICENCE_NUMBER may name {code}, {number} and {year}",
        ),
        ("OSTAMI_LICENCE_NUMBER", "JX-{0}", "OSTAMI_LICENCE_NUMBER may name {code}, {number} and {year}"),
        ("OSTAMI_LICENCE_NUMBER", "JX-{code", "OSTAMI_LICENCE_NUMBER may name {code}, {number} and {year}"),
    ],
)
def test_a_licence_needs_a_number_and_a_length(name: str, value: str, sentence: str) -> None:
    refused = _start(**PRODUCTION, **{name: value})
    assert refused.returncode != 0
    assert sentence in refused.stderr


def test_the_public_address_is_one_of_the_secure_web() -> None:
    assert _start(**PRODUCTION, OSTAMI_PUBLIC_ADDRESS="https://portal.example.invalid/").returncode == 0
    for wrong in (
        "portal.example.invalid",
        "http://portal.example.invalid",
        "https://portal.example.invalid/x",
    ):
        refused = _start(**PRODUCTION, OSTAMI_PUBLIC_ADDRESS=wrong)
        assert "OSTAMI_PUBLIC_ADDRESS must be like https://" in refused.stderr
