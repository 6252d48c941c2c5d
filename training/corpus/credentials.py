"""Credentials of the sources: from the environment, else from the system's keyring; in memory only, never written.

A `Secret` shows nothing when printed or logged by accident.
"""

import os
from dataclasses import dataclass

from models.errors import CredentialsMissing

SERVICE = "MandoHit"
SPOTIFY = ("SPOTIPY_CLIENT_ID", "SPOTIPY_CLIENT_SECRET")
LISTENBRAINZ = ("LISTENBRAINZ_TOKEN",)
NAMES = {"spotify": SPOTIFY, "listenbrainz": LISTENBRAINZ}


@dataclass(frozen=True, repr=False)
class Secret:
    """A text that must not be logged or printed; `value` is the text."""

    value: str

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__


def find(name: str) -> Secret | None:
    """Return a credential by the name of its environment variable, which is also its name in the keyring."""
    value = os.environ.get(name) or _from_keyring(name)
    return Secret(value) if value else None


def require(source: str) -> list[Secret]:
    """Return all credentials of a source.

    Raises:
        CredentialsMissing: some are not there.
    """
    found = {name: find(name) for name in NAMES[source]}
    if missing := [name for name, secret in found.items() if secret is None]:
        raise CredentialsMissing(
            f"There are no credentials for {source}: {' and '.join(missing)}.",
            f"Set them in the environment, or keep them in the system's keyring: corpus credentials {source}.",
        )
    return [secret for secret in found.values() if secret is not None]


def keep(name: str, secret: Secret) -> None:
    """Keep a credential in the system's keyring.

    Raises:
        CredentialsMissing: this system has no keyring.
    """
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, name, secret.value)
    except KeyringError as error:
        raise CredentialsMissing(
            "This system has no keyring that could keep it.", f"Set {name} in the environment instead."
        ) from error


def _from_keyring(name: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, name)
    except KeyringError:
        return None
