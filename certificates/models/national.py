"""Which certificates of 职业技能等级认定 the national register was told of, and when."""

from typing import Self

from django.db import models

from accounts.models import Organisation, User
from accounts.querysets import ScopedQuerySet
from batches.models import Batch
from certificates.models.certificates import Certificate


class NationalUploadQuerySet(ScopedQuerySet["NationalUpload"]):
    """Uploads by scope."""

    def visible_to(self, user: User) -> Self:
        """Return those of the batches that the person sees."""
        return self.filter(batch__in=Batch.objects.visible_to(user))


class NationalUpload(models.Model):
    """One upload of a batch's data, recorded once it was made (国家证书数据上报).

    Attributes:
        certificates: which were new to the register.
        ended: which it was told of as revoked or reissued, having known them before.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="national_uploads", verbose_name="批次")
    certificates = models.ManyToManyField(Certificate, related_name="national_uploads")
    ended = models.ManyToManyField(Certificate, related_name="national_endings")
    uploaded_on = models.DateField("上报日期")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField("登记时间")

    objects = NationalUploadQuerySet.as_manager()

    class Meta:
        verbose_name = "国家证书数据上报"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.uploaded_on} 上报"

    @property
    def audit_organisation(self) -> Organisation:
        """The chain of the station that examined."""
        return self.batch.station.organisation
