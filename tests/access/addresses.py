"""Every address of the portal, and what it answers to whom by the table."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.parts import Parts, parts_of
from tests.access.world import World
from workflow.lifecycle import lifecycle_of

TABLE = Path(__file__).with_name("matrix.csv")
Key = tuple[str, str]


def walk(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every pattern with its full name."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from walk(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        else:
            assert entry.name, f"{entry.pattern} has no name"
            yield f"{space}{entry.name}", entry


def addresses(world: World) -> Iterator[tuple[str, str]]:
    """Yield every address with its name; where a transition is a part, one for each of the life cycle."""
    table = parts_of(world)
    for name, pattern in walk(get_resolver()):
        known = table[max((key for key in table if name.startswith(key)), key=len)]
        wanted = set(pattern.pattern.converters)
        parts = {part: value for part, value in known.items() if part in wanted}
        if "transition" in wanted:
            model = pattern.callback.view_class.model  # type: ignore[attr-defined]  # a TransitionView
            parts["transition"] = tuple(lifecycle_of(model).transitions)
        yield from _each(name, parts)


def _each(name: str, parts: Parts) -> Iterator[tuple[str, str]]:
    """Yield the address; where a part stands for several words, one for each."""
    several = {part: value for part, value in parts.items() if isinstance(value, tuple)}
    if not several:
        yield name, reverse(name, kwargs=dict(parts))
    for part, words in several.items():
        for word in words:
            yield f"{name}[{word}]", reverse(name, kwargs={**parts, part: word})


def expected() -> dict[Key, dict[str, int]]:
    """Return the table: by address and method, the answer to each actor."""
    with TABLE.open(newline="") as file:
        return {
            (row.pop("address"), row.pop("method")): {actor: int(code) for actor, code in row.items()}
            for row in csv.DictReader(file)
        }
