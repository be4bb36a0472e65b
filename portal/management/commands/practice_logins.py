"""``manage.py practice_logins``: print the practice logins."""

import unicodedata
from dataclasses import astuple

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError

from portal.practice.logins import practice_logins

HEAD = ("身份", "用户名", "密码", "先试什么")
GAP = "  "


def width(text: str) -> int:
    """Return how many columns of a terminal `text` takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def table(rows: list[tuple[str, ...]]) -> str:
    """Return rows as text in aligned columns."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = (
        GAP.join(text + " " * (wide - width(text)) for text, wide in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return "\n".join(lines)


class Command(BaseCommand):
    """Print the practice logins of every role."""

    help = "Print the practice portal's logins: role, user name, password, what to try first."

    def handle(self, *args: object, **options: object) -> None:
        if not settings.PRACTICE:
            raise CommandError("演练账号只存在于演练平台（OSTAMI_PRACTICE=1）。")
        try:
            rows = [astuple(login) for login in practice_logins()]
        except ObjectDoesNotExist:
            raise CommandError("还没有演练数据，请先执行 seed_practice。") from None
        self.stdout.write(table([HEAD, *rows]))
