"""Public pages and notices: which version of each is shown, and from when to when."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.models import User
from accounts.querysets import ScopedQuerySet
from accounts.rights import Perm
from ostami import clock
from workflow.lifecycle import Case, CaseQuerySet, State

if TYPE_CHECKING:
    from portal.models.text_versions import TextVersion


class TextKind(models.TextChoices):
    """Where a text stands: a page at an address of its own, or one of the dated notices."""

    PAGE = "page", "办事指南"
    NOTICE = "notice", "公告"


class TextStatus(models.TextChoices):
    """States of a public text."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已公开"
    WITHDRAWN = "withdrawn", "已撤下"


class PublicTextQuerySet(CaseQuerySet, ScopedQuerySet["PublicText"]):
    """Public texts as their editors see them."""

    def visible_to(self, user: User) -> Self:
        """Return all to who edits texts, none to anybody else: the public reads versions."""
        return self.all() if user.has_right(Perm.TEXTS_EDIT) else self.none()


class PublicText(Case):
    """A page or a notice: which of its versions is the public one, and from when to when.

    Attributes:
        slug: a page's place in its address; a notice has none.
        position: a page's place among the pages.
        latest_number: the newest version.
        published_number: the version that the public sees, or saw last.
        shown_from: the day that a notice bears, at whose 0:00 it appears.
        shown_until: the last day of a notice.
    """

    kind = models.CharField("类别", max_length=10, choices=TextKind)
    slug = models.SlugField("地址", max_length=40, blank=True, editable=False)
    position = models.PositiveSmallIntegerField("次序", default=0, editable=False)
    status = models.CharField(
        "状态", max_length=20, choices=TextStatus, default=TextStatus.DRAFT, editable=False
    )
    latest_number = models.PositiveIntegerField("最新版本", default=1, editable=False)
    published_number = models.PositiveIntegerField("公开版本", null=True, editable=False)
    pinned = models.BooleanField("置顶", default=False)
    shown_from = models.DateField("公开日期", null=True)
    shown_until = models.DateField("最后一天", null=True)

    objects = PublicTextQuerySet.as_manager()

    class Meta:
        verbose_name = "公开栏目和公告"
        ordering = ("kind", "position", "-pk")
        constraints = [
            models.UniqueConstraint(name="public_text_slug_once", fields=("slug",), condition=~Q(slug="")),
            models.CheckConstraint(
                name="public_text_slug_of_pages",
                condition=~Q(slug="") & Q(kind=TextKind.PAGE) | Q(slug="", kind=TextKind.NOTICE),
            ),
            models.CheckConstraint(
                name="public_text_published_version",
                condition=Q(status=TextStatus.DRAFT, published_number=None)
                | Q(published_number__gte=1, published_number__lte=F("latest_number")),
            ),
            models.CheckConstraint(
                name="public_text_days_in_order",
                condition=Q(shown_until=None) | Q(shown_until__gte=F("shown_from")),
                violation_error_message="最后一天不能早于公开日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.latest.title

    def get_absolute_url(self) -> str:
        """Return the page on which it is edited."""
        return reverse("portal:texts:text", kwargs={"pk": self.pk})

    @property
    def audit_organisation(self) -> None:
        """The portal's own chain."""

    @cached_property
    def latest(self) -> "TextVersion":
        """The newest version."""
        return self.versions.select_related("written_by").get(number=self.latest_number)

    @property
    def is_notice(self) -> bool:
        """Tell whether it is a notice."""
        return self.kind == TextKind.NOTICE

    @property
    def has_unpublished(self) -> bool:
        """Tell whether the public reads an older version than the newest."""
        return self.status == TextStatus.PUBLISHED and self.published_number != self.latest_number

    def public_address(self) -> str:
        """Return where the public reads it."""
        if self.is_notice:
            return reverse("portal:texts:notice", kwargs={"pk": self.pk})
        return reverse("portal:texts:page", kwargs={"slug": self.slug})

    def state_at(self, at: datetime) -> State:
        """Return what it shows at an instant: a notice may wait for its first day, or be past its last."""
        day = clock.day_of(at)
        if self.status == TextStatus.PUBLISHED and self.shown_from and day < self.shown_from:
            return State("submitted", "待公开")
        if self.status == TextStatus.PUBLISHED and self.shown_until and day > self.shown_until:
            return State("closed", "已到期")
        return State(self.status, self.get_status_display())
