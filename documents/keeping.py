"""Keeping a sent table until its import is confirmed."""

from accounts.models import User
from documents.file_rows import stored_together
from documents.models import TableUpload


def keep_table(*, owner: User, kind: str, content: bytes, name: str) -> TableUpload:
    """Store a table that was sent to the page `kind`, in place of the person's earlier one there.

    Tables that nobody confirmed within 24 hours are deleted on the way.
    """
    upload = TableUpload(owner=owner, kind=kind, name=name)
    with stored_together() as files:
        earlier = TableUpload.objects.filter(owner=owner, kind=kind)
        for old in (earlier | TableUpload.objects.expired()).distinct():
            old.delete_with_file()
        files.store(upload, content, suffix=".xlsx")
    return upload


def kept_content(upload: TableUpload) -> bytes:
    """Return a kept table's bytes, however often they are asked for."""
    upload.file.open("rb")
    return bytes(upload.file.read())
