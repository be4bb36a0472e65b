"""Life cycles and rights in docs/ are those of the code."""

from django.core.management import call_command


def test_docs_follow_the_code() -> None:
    call_command("write_docs", check=True)
