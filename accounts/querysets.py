"""Scope: what a person may see of a table."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from accounts.models import User

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class ScopedQuerySet(models.QuerySet[M_co]):
    """Rows with a scope. Every list, form, export and job starts from `visible_to`."""

    def visible_to(self, user: "User") -> Self:
        """Return the rows that `user` may see; each model says which."""
        raise NotImplementedError
