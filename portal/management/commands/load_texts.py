"""Bring the public pages that come with the portal up to date."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.texts.loading import load_texts


class Command(BaseCommand):
    """`load_texts`, at set-up and after each new version; what staff have changed stays as it is."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = "、".join(load_texts()) or "无"
        self.stdout.write(f"公开栏目：新增或更新 {loaded}。")
