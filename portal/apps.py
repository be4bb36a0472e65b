"""App configuration."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal around it."""

    name = "portal"
    verbose_name = "门户"
