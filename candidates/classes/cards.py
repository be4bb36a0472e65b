"""The cards in a class's table, and whom the portal knows by them."""

from collections.abc import Iterable
from typing import NamedTuple

from accounts.identity import DocumentType, document_index, kinds_of_one_card
from candidates.models import Candidate
from documents.table_import import ImportedRow


class Card(NamedTuple):
    """One card: the kinds under which its number is the same card, and the number's blind index."""

    kinds: frozenset[DocumentType]
    digest: str


def card_of(row: ImportedRow) -> Card | None:
    """Return the card that a row names; None where its kind or number can't be read."""
    kind, number = row.parsed.get("document_type"), row.parsed.get("document_number")
    return Card(kinds_of_one_card(kind), document_index(number)) if kind and number else None


def people_by_card(rows: Iterable[ImportedRow]) -> dict[Card, Candidate]:
    """Return whom the portal knows of the cards in a table, with their logins; one query."""
    cards = {card for row in rows if (card := card_of(row))}
    known = Candidate.objects.filter(document_index__in={card.digest for card in cards})
    found = {
        Card(kinds_of_one_card(DocumentType(person.document_type)), person.document_index): person
        for person in known.select_related("user")
    }
    return {card: person for card, person in found.items() if card in cards}
