"""App configuration."""

from importlib import import_module

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal around it."""

    name = "portal"
    verbose_name = "门户"

    def ready(self) -> None:
        """Subscribe to what happens below, to tell people of it."""
        import_module("portal.telling.receivers")
        import_module("portal.telling.certificates")
