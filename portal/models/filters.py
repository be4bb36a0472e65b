"""Filters of lists that somebody keeps under a name."""

from typing import Self

from django.db import models
from django.urls import reverse

from accounts.models import User
from accounts.querysets import ScopedQuerySet

NAME_LENGTH = 20
QUERY_LENGTH = 1000


class SavedFilterQuerySet(ScopedQuerySet["SavedFilter"]):
    """Saved filters by scope."""

    def visible_to(self, user: User) -> Self:
        """Return the person's own."""
        return self.filter(owner=user)


class SavedFilter(models.Model):
    """What one person asks of one list, under a name.

    Attributes:
        listed: the name of the list's address, such as ``batches:list``.
        query: filters, order and page size as they stand in the address.
    """

    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_filters")
    listed = models.CharField(max_length=80)
    name = models.CharField("名称", max_length=NAME_LENGTH)
    query = models.CharField(max_length=QUERY_LENGTH)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = "保存的筛选"
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                name="saved_filter_name_once",
                fields=("owner", "listed", "name"),
                violation_error_message="已有同名的筛选，请换一个名称。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the list with the filter."""
        return f"{reverse(self.listed)}?{self.query}"
