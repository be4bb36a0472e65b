"""What the portal itself holds in the access matrix's world: texts, a message, a saved filter."""

from dataclasses import dataclass

from accounts.models import User
from ostami import clock
from portal.models import Message, PublicText, SavedFilter, Topic
from tests.factories import texts


@dataclass(frozen=True, slots=True)
class AroundCases:
    """Texts that the public reads and a draft; what the first station was told, and what it keeps."""

    page: PublicText
    notice: PublicText
    draft: PublicText
    message: Message
    kept: SavedFilter


def build(editor: User, reader: User) -> AroundCases:
    """Make them; `editor` writes texts, `reader` is told and keeps a filter."""
    return AroundCases(
        page=texts.page("about", texts.BODY),
        notice=texts.published(editor, files=[texts.pdf()]),
        draft=texts.draft(editor, "年审通知", files=[texts.pdf()]),
        message=Message.objects.create(
            user=reader,
            topic=Topic.DECISION,
            title="批次申请已批准",
            text="批次申请已批准。",
            address="/batches/",
            at=clock.now(),
        ),
        kept=SavedFilter.objects.create(
            owner=reader, listed="batches:list", name="已批准的", query="status=approved"
        ),
    )
