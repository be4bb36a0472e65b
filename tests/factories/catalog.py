"""Occupations and trades."""

from typing import Any, TypeVar

from factory.declarations import LazyAttributeSequence, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from scope_catalog.choices import Category, Scheme
from scope_catalog.models import NamedEntry, Occupation, Trade

E = TypeVar("E", bound=NamedEntry)


class NamedFactory(DjangoModelFactory[E]):
    """Names an entry as the loader does, initials and all."""

    class Meta:
        abstract = True

    source_name = SelfAttribute("name")

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **facts: Any) -> E:
        entry: E = model_class(*args, **facts)
        entry.rename(entry.name)
        entry.save()
        return entry


class OccupationFactory(NamedFactory[Occupation]):
    """An occupation of the scheme ability, such as JX99-01-01."""

    class Meta:
        model = Occupation

    scheme = Scheme.ABILITY
    category = Category.SKILLED
    code = Sequence(lambda number: f"JX99-01-{number:02d}")
    name = Sequence(lambda number: f"示例职业{number}")


class TradeFactory(NamedFactory[Trade]):
    """A trade of an occupation of its own, with all five levels."""

    class Meta:
        model = Trade

    occupation = SubFactory(OccupationFactory)
    code = LazyAttributeSequence(lambda trade, number: f"{trade.occupation.code}-{number:02d}")
    name = Sequence(lambda number: f"示例工种{number}")
    sequence = Sequence(lambda number: number + 1)
    levels = "54321"
