"""What numbers say to the changes of certificates."""

from certificates.models import CertificateChange
from certificates.numbers.further import number_at_hand
from workflow.lifecycle import lifecycle_of

lifecycle_of(CertificateChange).contribute("approve", guards=(number_at_hand,))
