"""Organisations and the people who log in for them."""

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from accounts.names import login_key
from accounts.querysets import ScopedQuerySet
from accounts.rights import ROLE_RIGHTS, Perm, Role
from ostami import clock


class OrganisationKind(models.TextChoices):
    """What an organisation is in the evaluation's hierarchy."""

    CENTRE = "centre", "指导中心"
    MANAGEMENT = "management", "管理站"
    BRANCH = "branch", "省级分支机构"
    STATION = "station", "考试站"
    APPLICANT = "applicant", "申报单位"


class OrganisationQuerySet(ScopedQuerySet["Organisation"]):
    """Organisations by scope."""

    def visible_to(self, user: "User") -> Self:
        """Return the own organisation and those under it; the centre sees all."""
        if user.role == Role.CENTRE:
            return self
        if user.organisation_id is None:
            return self.none()
        return self.filter(Q(pk=user.organisation_id) | Q(parent_id=user.organisation_id))


class Organisation(models.Model):
    """The centre, a management station, a branch, a station, or a school that applies to become one."""

    kind = models.CharField("机构类别", max_length=20, choices=OrganisationKind)
    name = models.CharField("机构名称", max_length=100, unique=True)
    code = models.CharField("机构编码", max_length=20, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="members", verbose_name="上级机构"
    )
    province = models.CharField("所在省份", max_length=20, blank=True)
    email = models.EmailField("联系邮箱", blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "机构"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class UserQuerySet(ScopedQuerySet["User"]):
    """People by scope."""

    def visible_to(self, user: "User") -> Self:
        """Return the person alone: staff see people through the records that they work on."""
        return self.filter(pk=user.pk)

    def of_office(self, user: "User") -> Self:
        """Return who logs in for the organisation of `user` in the same role: `user` and the colleagues."""
        if user.organisation_id is None:
            return self.none()
        return self.filter(organisation=user.organisation_id, role=user.role)


class UserManager(BaseUserManager["User"]):
    """Makes users whose login name is folded."""

    def get_queryset(self) -> UserQuerySet:
        """Return all users."""
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, user: "User") -> UserQuerySet:
        """Return the rows that `user` may see."""
        return self.get_queryset().visible_to(user)

    def create_user(self, username: str, password: str | None = None, **facts: Any) -> "User":
        """Make a user; without a password the account can't be logged in to until one is set."""
        user = self.model(username=username, **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by the login name as typed."""
        return self.get(login_key=login_key(username or ""))


class User(AbstractBaseUser):
    """A person (or a station's main login) who can log in in one role."""

    username = models.CharField("用户名", max_length=100, unique=True)
    login_key = models.CharField(max_length=100, unique=True, editable=False)
    role = models.CharField("身份", max_length=20, choices=Role)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="users", verbose_name="所属机构"
    )
    person_name = models.CharField("姓名", max_length=50, blank=True)
    email = models.EmailField("邮箱", blank=True)
    phone = models.CharField("电话", max_length=30, blank=True)
    must_change_password = models.BooleanField("首次登录须改密码", default=False)
    is_active = models.BooleanField("可登录", default=True)
    joined_at = models.DateTimeField("开户时间", default=clock.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["role"]
    objects = UserManager()

    class Meta:
        verbose_name = "用户"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="user_belongs_to_organisation",
                condition=Q(organisation__isnull=False) | Q(role=Role.CANDIDATE),
                violation_error_message="除考生外，每个用户都必须属于一个机构。",
            )
        ]

    def __str__(self) -> str:
        return self.person_name or self.username

    def save(self, **kwargs: Any) -> None:
        """Store the user, the login name folded beside it."""
        self.login_key = login_key(self.username)
        if (fields := kwargs.get("update_fields")) is not None and "username" in fields:
            kwargs["update_fields"] = {*fields, "login_key"}
        super().save(**kwargs)

    @property
    def audit_organisation(self) -> Organisation | None:
        """The chain of the person's organisation; the portal's own for candidates."""
        return self.organisation

    @property
    def post(self) -> str:
        """The person's post at a station, such as 站长, told by the floor that keeps its staff; else empty.

        A login belongs to one person in one post for good, so that this holds for old acts too.
        """
        member = getattr(self, "staff_member", None)
        return member.get_position_display() if member else ""

    def has_right(self, right: Perm) -> bool:
        """Tell whether the table grants `right` to this person's role."""
        return right in ROLE_RIGHTS[Role(self.role)]
