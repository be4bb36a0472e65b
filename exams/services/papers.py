"""Papers at the exam station: naming who signs, signing, handing out."""

from exams.services.paper_copies import HandedOut, hand_out
from exams.services.paper_keepers import name_keepers
from exams.services.paper_signing import sign_paper

__all__ = ["HandedOut", "hand_out", "name_keepers", "sign_paper"]
