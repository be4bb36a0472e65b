"""Mail addresses as pages show them."""


def masked_address(address: str) -> str:
    """Return a mail address as pages show it: ``a***@example.com``."""
    name, _, host = address.partition("@")
    return f"{name[:1]}***@{host}"
