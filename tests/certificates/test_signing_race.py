"""First downloads of one certificate at the same instant."""

from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import LazySettings

from certificates.models import Certificate
from certificates.signing.files import electronic_pdf
from tests.certificates.signing_keys import key_file
from tests.rivals import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LOOKUP = "https://portal.example.invalid/certificates/lookup/"


def test_everybody_gets_the_file_that_was_signed_first(
    certificate: Certificate, settings: LazySettings, tmp_path: Path
) -> None:
    settings.CERTIFICATE_KEY_FILE = key_file(tmp_path)

    def download(_: int) -> str:
        row = Certificate.objects.get(pk=certificate.pk)
        return sha256(electronic_pdf(row, lookup_address=LOOKUP).content).hexdigest()

    digests = set(at_once(download, [1, 2, 3]))
    assert digests == {Certificate.objects.get(pk=certificate.pk).file_digest}
    assert len(list((Path(settings.MEDIA_ROOT) / "certificates").iterdir())) == 1
