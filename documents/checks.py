"""System checks: what the machine needs, so that papers print quickly and in the right type."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error

from documents.fontconfig import SUBSET_LIBRARIES, installed_families, load_library

FONT_PACKAGES = {
    "Noto Serif CJK SC": "fonts-noto-cjk",
    "HanaMinA": "fonts-hanazono",
    "HanaMinB": "fonts-hanazono",
}


def check_printing(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """Check the font subsetter and the named font families."""
    return [*subsetter_errors(), *font_errors()]


def subsetter_errors(libraries: Sequence[str] = SUBSET_LIBRARIES) -> list[CheckMessage]:
    """Return an error where the library that cuts fonts down to the characters used is absent."""
    if load_library(libraries):
        return []
    return [
        Error(
            "The library HarfBuzz-Subset is not installed: every PDF would take some twenty times as long.",
            hint="Install the Debian package libharfbuzz-subset0.",
            id="documents.E001",
        )
    ]


def font_errors(packages: Mapping[str, str] = FONT_PACKAGES) -> list[CheckMessage]:
    """Return an error for every font family of `packages` that isn't installed, naming its Debian package."""
    installed = installed_families(tuple(packages))
    return [
        Error(
            f"The font family {family} is not installed: names could print as empty boxes.",
            hint=f"Install the Debian package {package}.",
            id="documents.E002",
        )
        for family, package in packages.items()
        if family not in installed
    ]
