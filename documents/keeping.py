"""Keeping a sent table until its import is confirmed."""

import uuid

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import User
from documents.models import TableUpload


@transaction.atomic
def keep_table(*, owner: User, kind: str, content: bytes, name: str) -> TableUpload:
    """Store a table that was sent to the page `kind`, in place of the person's earlier one there.

    Tables that nobody confirmed within 24 hours are deleted on the way.
    """
    earlier = TableUpload.objects.filter(owner=owner, kind=kind)
    for old in (earlier | TableUpload.objects.expired()).distinct():
        old.delete_with_file()
    upload = TableUpload(owner=owner, kind=kind, name=name)
    upload.file.save(f"{uuid.uuid4().hex}.xlsx", ContentFile(content), save=False)
    upload.save()
    return upload
