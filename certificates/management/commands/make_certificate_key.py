"""Make the practice portal's key for signing electronic certificates."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from certificates.signing.practice import make_practice_key


class Command(BaseCommand):
    """`make_certificate_key` makes the key with its own chain; a key that exists stays."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        file = settings.CERTIFICATE_KEY_FILE
        if not settings.PRACTICE or file is None:
            raise CommandError("演练密钥只能在演练平台（OSTAMI_PRACTICE=1）生成；正式密钥由证书机构签发。")
        made = make_practice_key(file)
        self.stdout.write("演练签名密钥：已生成。" if made else "演练签名密钥：已经存在，没有改动。")
