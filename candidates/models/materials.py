"""Which pictures each candidate type hands in, as a table that staff keep (guide 4.5.1-3)."""

from typing import Self

from django.db import models

from accounts.models import User
from accounts.querysets import ScopedQuerySet
from batches.models import CandidateType
from candidates.models.uploads import UploadKind

# The stamped form comes after submission, for everybody.
RULED_KINDS = tuple(kind for kind in UploadKind if kind is not UploadKind.STAMPED_FORM)


class Need(models.TextChoices):
    """Whether a material is asked for."""

    REQUIRED = "required", "必须提交"
    OPTIONAL = "optional", "有则提供"
    NONE = "none", "不需要"


class MaterialRuleQuerySet(ScopedQuerySet["MaterialRule"]):
    """Rules, which are the same for everybody."""

    def visible_to(self, user: User) -> Self:
        """Return all: the table holds nothing that is anybody's own."""
        return self.all()


class MaterialRule(models.Model):
    """Whether candidates of one type hand in one material; what no row names follows the guide's default."""

    candidate_type = models.CharField("考生类型", max_length=20, choices=CandidateType)
    kind = models.CharField("材料", max_length=20, choices=[(kind.value, kind.label) for kind in RULED_KINDS])
    need = models.CharField("要求", max_length=10, choices=Need)
    note = models.CharField("补充说明", max_length=200, blank=True)

    objects = MaterialRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "报名材料"
        ordering = ("candidate_type", "pk")
        constraints = [
            models.UniqueConstraint(
                name="material_rule_once",
                fields=("candidate_type", "kind"),
                violation_error_message="该考生类型的这一材料已在表中。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_candidate_type_display()}：{self.get_kind_display()}（{self.get_need_display()}）"

    @property
    def audit_organisation(self) -> None:
        """The portal's own chain."""
