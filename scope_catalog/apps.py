"""App configuration."""

from django.apps import AppConfig


class ScopeCatalogConfig(AppConfig):
    """Floor 4: the catalogue that stations, examiners and batches choose from."""

    name = "scope_catalog"
    verbose_name = "评价范围目录"
