"""Models of the portal around the cases: messages, public texts, kept filters."""

from portal.models.filters import SavedFilter
from portal.models.messages import How, MailChoice, Message, Topic
from portal.models.text_versions import TextFile, TextVersion
from portal.models.texts import PublicText, TextKind, TextStatus

__all__ = [
    "How",
    "MailChoice",
    "Message",
    "PublicText",
    "SavedFilter",
    "TextFile",
    "TextKind",
    "TextStatus",
    "TextVersion",
    "Topic",
]
