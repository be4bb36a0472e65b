"""``manage.py seed_practice``: fill a practice portal."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from certificates.signing.practice import make_practice_key
from portal.practice.seed import seed_practice
from scope_catalog.models import Trade
from stations.models import Station


class Command(BaseCommand):
    """Fill the practice portal with logins, plans, batches and candidates."""

    help = (
        "Fill the practice portal with logins, plans, batches and candidates; repeating it changes nothing."
    )

    def handle(self, *args: object, **options: object) -> None:
        if not settings.PRACTICE:
            raise CommandError("演练数据只能装入演练平台（OSTAMI_PRACTICE=1）。")
        if not (Trade.objects.exists() and Station.objects.exists()):
            raise CommandError("请先执行 load_catalogue 和 load_stations。")
        if settings.CERTIFICATE_KEY_FILE:
            make_practice_key(settings.CERTIFICATE_KEY_FILE)
        made = seed_practice()
        self.stdout.write("演练数据：已装入。" if made else "演练数据：已经存在，没有改动。")
