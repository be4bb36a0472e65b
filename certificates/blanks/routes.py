"""Where each move takes blanks from, and where it puts them."""

from certificates.models import BlankMove, BlankPlace

Route = tuple[BlankPlace | None, BlankPlace | None]

ROUTES: dict[str, Route] = {
    BlankMove.RECEIVED: (None, BlankPlace.STOCK),
    BlankMove.HANDED_OUT: (BlankPlace.STOCK, BlankPlace.OUT),
    BlankMove.RETURNED: (BlankPlace.OUT, BlankPlace.STOCK),
    BlankMove.PRINTED: (BlankPlace.OUT, BlankPlace.PRINTED),
    BlankMove.SPOILED: (BlankPlace.OUT, BlankPlace.SPOILED),
    BlankMove.MISPRINTED: (BlankPlace.PRINTED, BlankPlace.SPOILED),
    BlankMove.DESTROYED: (BlankPlace.SPOILED, None),
}


def route(move: str, place: str = "") -> Route:
    """Return from where to where a move leads; None is outside the office. A correction names its place."""
    if move == BlankMove.ADDED:
        return None, BlankPlace(place)
    if move == BlankMove.REMOVED:
        return BlankPlace(place), None
    return ROUTES[move]
