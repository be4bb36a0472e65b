"""How a person wants pages to look: the theme and the size of print, kept in a cookie of the browser."""

from dataclasses import dataclass

from django.db import models
from django.http import HttpRequest

COOKIE = "display"
COOKIE_AGE = 400 * 24 * 60 * 60  # as long as browsers keep one


class Theme(models.TextChoices):
    """The ground that pages are written on."""

    LIGHT = "light", "浅色"
    DARK = "dark", "深色"


class Size(models.TextChoices):
    """The size of print."""

    NORMAL = "normal", "标准"
    LARGE = "large", "大字"
    ELDER = "elder", "长辈版（字和按钮更大，行距更宽）"


@dataclass(frozen=True, slots=True)
class Display:
    """A person's choice."""

    theme: str = Theme.LIGHT.value
    size: str = Size.NORMAL.value

    @classmethod
    def of(cls, request: HttpRequest) -> "Display":
        """Return what the cookie says; what it doesn't say, or says wrongly, is as for everybody."""
        theme, _, size = request.COOKIES.get(COOKIE, "").partition(".")
        return cls(
            theme if theme in Theme.values else Theme.LIGHT.value,
            size if size in Size.values else Size.NORMAL.value,
        )

    def __str__(self) -> str:
        return f"{self.theme}.{self.size}"
