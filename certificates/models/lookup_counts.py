"""What the public lookup counts, shared by all web processes."""

from django.db import models


class LookupCount(models.Model):
    """How often something was asked for: neither a name nor a number nor an address can be read from it.

    Attributes:
        key: a keyed digest of what is counted and of its day, hour or minutes.
        day: when it was counted first; older days are forgotten.
    """

    key = models.CharField(max_length=64, unique=True)
    day = models.DateField(db_index=True)
    count = models.IntegerField(default=0)

    class Meta:
        verbose_name = "查询计数"

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"
