"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, organisations, rights."""

    name = "accounts"
    verbose_name = "账号与机构"
