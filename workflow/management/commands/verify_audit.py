"""Check every audit chain and name the first row of each that isn't as it was written."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workflow.audit import verify
from workflow.models import AuditEvent


class Command(BaseCommand):
    """Exit with 0 where every chain is whole, with 1 and the first broken row of each chain otherwise."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        breaks = verify()
        if breaks:
            raise CommandError("\n".join(map(str, breaks)))
        self.stdout.write(f"{AuditEvent.objects.count()} audit rows, every chain is whole.")
