"""Life cycles of this app, and what it says to those of the batch."""

from certificates.lifecycle import (
    batches,
    certificates,
    changes,
    destructions,
    former_revocations,
    numbers,
    settlements,
    shipments,
)

__all__ = [
    "batches",
    "certificates",
    "changes",
    "destructions",
    "former_revocations",
    "numbers",
    "settlements",
    "shipments",
]
