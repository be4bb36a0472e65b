"""The rows of the national upload sheet, one a certificate, as they are written."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from accounts.identity import DocumentType
from batches.models import Batch
from candidates.person.document_types import document_types
from certificates.models import ENDED, Certificate
from certificates.rosters.certificate_lists import standing_certificates

HEADINGS = (
    "姓名",
    "证件类型",
    "证件号码",
    "所在单位",
    "职业名称",
    "工种名称",
    "职业技能等级",
    "证书编号",
    "发证日期",
    "评价机构",
    "发证机构",
)
NO_UNIT = "其他"


@dataclass(frozen=True, slots=True)
class UploadRow:
    """One certificate as the national register takes it.

    Attributes:
        order: its place on the sheet, from 1.
        certificate: as it was issued.
        document_number: in full.
        type_code: the register's code of the kind of document; empty where none is known.
        unit: where the holder works or studies.
    """

    order: int
    certificate: Certificate
    document_number: str
    type_code: str
    unit: str

    @property
    def document_type(self) -> DocumentType:
        """The kind of identity document."""
        return DocumentType(self.certificate.document_type)

    @property
    def issued_on(self) -> date:
        """The date of issue."""
        return self.certificate.issued_on

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts below `HEADINGS`."""
        one = self.certificate
        return (
            one.holder_name,
            self.type_code,
            self.document_number,
            self.unit,
            one.occupation_name,
            one.trade_words,
            str(one.level),
            one.number,
            f"{one.issued_on:%Y-%m-%d}",
            one.body_name,
            settings.SKILL_CERTIFICATE_ISSUER,
        )


def upload_rows(batch: Batch, *, known: bool = False) -> list[UploadRow]:
    """Return the rows of a batch's standing certificates, in roster order.

    Args:
        batch: which.
        known: whether those that were uploaded before are among them.
    """
    found = standing_certificates(batch)
    told = set() if known else uploaded(batch)
    codes = {row.kind: row.upload_code for row in document_types()}
    return [
        UploadRow(
            order=order,
            certificate=one,
            document_number=one.document_number,
            type_code=codes[one.document_type],
            unit=one.enrolment.institution.strip() or NO_UNIT,
        )
        for order, one in enumerate((one for one in found if one.pk not in told), start=1)
    ]


def uploaded(batch: Batch) -> set[int]:
    """Return the keys of the batch's certificates that the register was told of."""
    told = Certificate.objects.filter(enrolment__batch=batch, national_uploads__isnull=False)
    return set(told.order_by().values_list("pk", flat=True))


def ended_since(batch: Batch) -> list[Certificate]:
    """Return the certificates that the register knows and that ended, of which it wasn't told yet."""
    told = Certificate.objects.filter(pk__in=uploaded(batch), status__in=ENDED, national_endings__isnull=True)
    return list(told.in_roster_order().select_related("replaced_by"))
