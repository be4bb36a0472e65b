"""Which source gives a batch's certificates their numbers."""

from enum import Enum

from django.conf import settings

from batches.models import Batch
from scope_catalog.choices import Scheme


class Source(Enum):
    """Where numbers come from; the value is what the pages say."""

    PATTERN = "按编号规则自动编号"
    ASSIGNED = "使用指导中心下发、导入的编号"
    NATIONAL = "按国家统一规则编号（22 位）"


def source_of(batch: Batch) -> Source:
    """Return the source for a batch: the national rule for skill_level, else as the setting has it."""
    if batch.scheme == Scheme.SKILL_LEVEL:
        return Source.NATIONAL
    return Source.ASSIGNED if settings.ABILITY_NUMBERS == "assigned" else Source.PATTERN
