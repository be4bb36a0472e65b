"""What a reader of the help may open: a page's link is shown only to whom the page would be."""

from django.urls import resolve, reverse

from accounts.models import User


def may_open(reader: User | None, name: str) -> bool:
    """Tell whether `reader` has the right that the page of an address's name asks for.

    Args:
        reader: None for a visitor, whom the page asks to log in.
        name: such as ``batches:list``, of an address without parts.
    """
    view = getattr(resolve(reverse(name)).func, "view_class", None)
    right = getattr(view, "permission", None)
    return reader is None or right is None or reader.has_right(right)
