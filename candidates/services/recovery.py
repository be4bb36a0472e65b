"""Finding the own account again."""

from accounts.identity import DocumentType, clean_document_number
from accounts.names import clean_person_name
from candidates.person.mail import send_account
from candidates.services.registration import candidate_with_number


def recover_account(*, kind: DocumentType, number: str, name: str, root: str) -> None:
    """Mail user name and reset link to the candidate of this number and name, if there is one with a mailbox.

    Whoever asks learns nothing of it: neither here nor by how long it takes.

    Args:
        kind: the document's kind.
        number: its number as typed.
        name: the person's name as typed.
        root: the portal's address, such as ``https://portal.example.org``.
    """
    candidate = candidate_with_number(kind=kind, number=clean_document_number(number))
    if candidate is not None and _same_name(candidate.name, name):
        send_account.enqueue(candidate.pk, root)


def _same_name(stored: str, typed: str) -> bool:
    return stored.casefold() == clean_person_name(typed).casefold()
