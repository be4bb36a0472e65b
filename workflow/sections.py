"""Sections that the apps above add to a page of an app below, which knows nothing of them."""

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from django.template import Context, Engine
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from accounts.models import User

T = TypeVar("T")
Section = tuple[str, dict[str, Any]]
Panel = Callable[[T, User], Section | None]


class Sections(Generic[T]):
    """The sections of one page, in the order in which the apps above registered them.

    A panel is a function of the page's row and of the person who looks at it. It returns the section's
    template and the template's variables, or None where there is nothing to show.
    """

    def __init__(self) -> None:
        self.panels: list[Panel[T]] = []

    def register(self, panel: Panel[T]) -> Panel[T]:
        """Add a section below those registered before; usable as a decorator."""
        if panel not in self.panels:
            self.panels.append(panel)
        return panel

    def shown_to(self, row: T, user: User) -> list[Section]:
        """Return the sections that the row's page shows to `user`."""
        return [section for section in (panel(row, user) for panel in self.panels) if section is not None]


def rendered(context: Context, sections: Iterable[Section]) -> SafeString:
    """Render sections, each in its own template, which also knows the page's variables."""
    engine = context.template.engine if context.template else Engine.get_default()
    return format_html_join("\n", "{}", ((_one(engine, context, *section),) for section in sections))


def _one(engine: Engine, context: Context, name: str, facts: dict[str, Any]) -> SafeString:
    with context.push(**facts):
        return engine.get_template(name).render(context)
