"""Supervision draws: which batches management sends supervisors to (guide 4.5.1-11)."""

from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.querysets import M_co, ScopedQuerySet
from accounts.rights import Role
from batches.models import Batch
from exams.draws import Lot, lots, record_digest
from workflow.models import AppendOnlyError

if TYPE_CHECKING:
    ModelBase = models.Model
else:
    ModelBase = object

FINAL = "A draw is never changed and never deleted."


class FinalQuerySet(ScopedQuerySet[M_co]):
    """Rows that can be added and read, and nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(FINAL)

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError(FINAL)


class FinalMixin(ModelBase):
    """A row that is written once."""

    def save(self, **kwargs: Any) -> None:
        """Add the row; a stored one is never written again."""
        if not self._state.adding:
            raise AppendOnlyError(FINAL)
        super().save(**kwargs)

    def delete(self, using: Any = None, keep_parents: bool = False) -> NoReturn:  # noqa: FBT001, FBT002
        """Refuse."""
        raise AppendOnlyError(FINAL)


class SupervisionDrawQuerySet(FinalQuerySet["SupervisionDraw"]):
    """Draws by scope."""

    def visible_to(self, user: User) -> Self:
        """Return management's own draws; all to the centre; none to anybody else."""
        if user.role == Role.CENTRE:
            return self
        return self.filter(organisation=user.organisation_id) if user.role == Role.MANAGEMENT else self.none()


class SupervisionDraw(FinalMixin, models.Model):
    """One draw: the seed, the pool as it was, and what was drawn of it; never changed afterwards.

    `pool` holds a dictionary for each batch: its `number`, and its `people`, `exam_date` and `station` as
    they were; `drawn` the numbers drawn, in the order of their lots. `seed_origin` says where the seed is
    from.
    """

    number = models.CharField("抽签编号", max_length=20, unique=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="supervision_draws", verbose_name="管理站"
    )
    first_day = models.DateField("考试日期自")
    last_day = models.DateField("考试日期至")
    count = models.PositiveSmallIntegerField("抽取数量")
    seed = models.CharField("种子", max_length=64)
    seed_origin = models.CharField("种子来源", max_length=100)
    pool = models.JSONField("候选批次")
    drawn = models.JSONField("抽中批次")
    drawn_at = models.DateTimeField("抽签时间")
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="抽签人")

    objects = SupervisionDrawQuerySet.as_manager()

    class Meta:
        verbose_name = "督考抽签"
        ordering = ("-drawn_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="supervision_draw_days_in_order",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message="考试日期范围的止日不能早于起日。",
            ),
            models.CheckConstraint(
                name="supervision_draw_draws",
                condition=Q(count__gte=1),
                violation_error_message="至少抽取 1 个批次。",
            ),
        ]

    def __str__(self) -> str:
        return f"督考抽签 {self.number}"

    def get_absolute_url(self) -> str:
        """Return the draw's page."""
        return reverse("exams:supervision_draw_page", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the management station."""
        return self.organisation

    @property
    def lots(self) -> list[Lot]:
        """The lots as seed and pool give them."""
        return lots(self.seed, [entry["number"] for entry in self.pool], self.count)

    @property
    def digest(self) -> str:
        """The digest of everything that the draw depends on, and of its result."""
        facts = {
            "number": self.number,
            "first_day": str(self.first_day),
            "last_day": str(self.last_day),
            "count": self.count,
            "seed": self.seed,
            "seed_origin": self.seed_origin,
            "pool": self.pool,
            "drawn": self.drawn,
        }
        return record_digest(facts)


class DrawnBatchQuerySet(FinalQuerySet["DrawnBatch"]):
    """Drawn batches by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of the draws that the person sees."""
        return self.filter(draw__in=SupervisionDraw.objects.visible_to(user))


class DrawnBatch(FinalMixin, models.Model):
    """A batch that was drawn; once drawn, it is in no later pool."""

    draw = models.ForeignKey(
        SupervisionDraw, models.PROTECT, related_name="drawn_batches", verbose_name="督考抽签"
    )
    batch = models.OneToOneField(Batch, models.PROTECT, related_name="drawn_for", verbose_name="批次")

    objects = DrawnBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "抽中批次"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.draw}：{self.batch}"
