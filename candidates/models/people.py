"""Candidates."""

from typing import Any, Self

from django.db import models

from accounts.identity import EIGHTEEN_DIGIT_TYPES, DocumentType, Sex
from accounts.models import SealedDocument, User
from accounts.querysets import ScopedQuerySet

TAKEN = "该证件号码已注册。如为本人，请直接登录或找回密码。"


class CandidateQuerySet(ScopedQuerySet["Candidate"]):
    """Candidates by scope."""

    def visible_to(self, user: User) -> Self:
        """Return the candidate of this login; staff see candidates through their enrolments."""
        return self.filter(user=user)


class DocumentFixedError(Exception):
    """A registered document type or number was about to be changed."""


class Candidate(SealedDocument):
    """A person who enrols for exams; document type and number never change (guide 4.3-3)."""

    user = models.OneToOneField(User, models.PROTECT, related_name="candidate", verbose_name="登录账号")
    name = models.CharField("姓名", max_length=50)
    document_type = models.CharField("证件类型", max_length=30, choices=DocumentType)
    document_index = models.CharField(max_length=64, editable=False)
    sex = models.CharField("性别", max_length=10, choices=Sex)
    birth_date = models.DateField("出生日期")
    phone = models.CharField("联系电话", max_length=30)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = "考生"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                name="candidate_document_once",
                fields=("document_type", "document_index"),
                violation_error_message=TAKEN,
            ),
            # Among the kinds of eighteen digits the same number is the same card.
            models.UniqueConstraint(
                name="candidate_card_once",
                fields=("document_index",),
                condition=models.Q(document_type__in=sorted(EIGHTEEN_DIGIT_TYPES)),
                violation_error_message=TAKEN,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        """Store the row unless its document was changed.

        Raises:
            DocumentFixedError: document type or number differ from those registered (guide 4.3-3).
        """
        if self.pk is not None:
            kept = Candidate.objects.filter(pk=self.pk).values_list("document_type", "document_index").first()
            if kept not in {None, (self.document_type, self.document_index)}:
                raise DocumentFixedError("Document type and number never change after registration.")
        super().save(**kwargs)

    @property
    def audit_organisation(self) -> None:
        """A person belongs to no organisation: the portal's own chain."""
