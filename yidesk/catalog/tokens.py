"""The person's key to gated and private repositories: in the system's keyring, or nowhere.

`HF_TOKEN` of the environment goes before it: servers have no keyring. Neither is ever written to a
file of ours, to a log, or sent to another origin than the official hub (yidesk.catalog.hub).
"""

from __future__ import annotations

import logging
import os
import sys

from yidesk.catalog.hub import Token
from yidesk.core.errors import WrongUsage, YiDeskError

SERVICE = "YiDesk"
NAME = "huggingface.co"
VARIABLE = "HF_TOKEN"
LONGEST = 200
_BEHIND = ("cryptography.hazmat.primitives.ciphers", "secretstorage")
PIECES = (*(_BEHIND if sys.platform == "linux" else ()), "keyring")
"""What `read` imports, for whoever wants it imported ahead; most of it is cryptography."""

log = logging.getLogger(__name__)


def read() -> Token | None:
    """The token; None when there is none, or no keyring that could be asked."""
    given = os.environ.get(VARIABLE, "").strip()
    if given:
        return Token(given)
    import keyring  # noqa: PLC0415 - it looks for backends when it is imported
    import keyring.errors  # noqa: PLC0415

    try:
        kept = keyring.get_password(SERVICE, NAME)
    except keyring.errors.KeyringError as error:
        log.info("no keyring: %s", type(error).__name__)
        return None
    return Token(kept) if kept else None


def save(value: str) -> None:
    """Put a token into the keyring. Raises WrongUsage, YiDeskError (no_keyring)."""
    value = value.strip()
    if not value or len(value) > LONGEST or not value.isascii() or not value.isprintable():
        raise WrongUsage(
            "This is not a token.",
            code="wrong_token",
            next_step="Copy it from your account's page of access tokens; it begins with hf_.",
        )
    import keyring  # noqa: PLC0415
    import keyring.errors  # noqa: PLC0415

    try:
        keyring.set_password(SERVICE, NAME, value)
    except keyring.errors.KeyringError as error:
        raise _no_keyring(error) from error


def forget() -> None:
    """Take the token out of the keyring, if one is there. Raises YiDeskError (no_keyring)."""
    import keyring  # noqa: PLC0415
    import keyring.errors  # noqa: PLC0415

    try:
        keyring.delete_password(SERVICE, NAME)
    except keyring.errors.PasswordDeleteError:
        return  # there was none
    except keyring.errors.KeyringError as error:
        raise _no_keyring(error) from error


def _no_keyring(error: Exception) -> YiDeskError:
    return YiDeskError(
        "The system's keyring cannot be used ({cause}).",
        code="no_keyring",
        next_step="Unlock it, or set HF_TOKEN in the environment of this start.",
        cause=str(error).splitlines()[0] if str(error) else type(error).__name__,
    )
