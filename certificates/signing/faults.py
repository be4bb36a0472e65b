"""What goes wrong with a signing key."""


class SigningKeyError(Exception):
    """The key that the settings name can't be used."""
