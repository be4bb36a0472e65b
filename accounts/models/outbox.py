"""Mails on their way: stored with what they tell of, and kept until a mail server took them."""

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.mailboxes import masked_address
from accounts.querysets import ScopedQuerySet
from accounts.rights import Perm
from ostami.sealing import seal, unseal

if TYPE_CHECKING:
    from accounts.models.people import User


class OutgoingMailQuerySet(ScopedQuerySet["OutgoingMail"]):
    """Mails by scope."""

    def visible_to(self, user: "User") -> Self:
        """Return all to the offices that look after the portal's mail, none to others."""
        return self if user.has_right(Perm.MAILS) else self.none()


class OutgoingMail(models.Model):
    """A mail; its text is sealed, since codes and links let people in, and forgotten once it is sent.

    Attributes:
        tries: how often a mail server refused it.
        next_try_at: when it is tried again; empty once it is sent or given up.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    address = models.EmailField("收件人")
    subject = models.CharField("主题", max_length=200)
    text_sealed = models.TextField(editable=False)
    queued_at = models.DateTimeField("登记时间")
    tries = models.PositiveSmallIntegerField("失败次数", default=0)
    next_try_at = models.DateTimeField("下次发送", null=True, db_index=True)
    sent_at = models.DateTimeField("发出时间", null=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "待发邮件"
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                name="mail_sent_is_over", condition=Q(sent_at=None) | Q(next_try_at=None, text_sealed="")
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def masked_address(self) -> str:
        """The mailbox as pages show it: ``a***@example.com``."""
        return masked_address(self.address)

    @property
    def _place(self) -> str:
        return f"{self._meta.label_lower}.text:{self.uid}"

    @property
    def text(self) -> str:
        """The text; empty once the mail is sent."""
        return unseal(self.text_sealed, place=self._place) if self.text_sealed else ""

    @text.setter
    def text(self, text: str) -> None:
        self.text_sealed = seal(text, place=self._place) if text else ""
