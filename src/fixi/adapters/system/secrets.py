"""What nobody can guess, from the operating system."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from fixi.domain.errors import Refused
from fixi.ports.operators import Secrets

TOKEN_BYTES = 32
# Without those that look like others: 0 and o, 1 and l and i.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 5, 4  # 31^20 are 99 bits


class SystemSecrets(Secrets):
    """See Secrets."""

    def token(self) -> str:
        """See Secrets."""
        return secrets.token_urlsafe(TOKEN_BYTES)

    def password(self) -> str:
        """See Secrets."""
        return "-".join("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))


def kept_secret(path: Path) -> str:
    """The secret in this file, which only its owner may read; the first time one is made, whoever asks first.

    It is written beside its place and then linked to it, so that nobody reads half of one. Raises Refused.
    """
    try:
        with suppress(FileNotFoundError):
            return _read(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        new.touch(mode=0o600, exist_ok=False)
        new.write_text(secrets.token_urlsafe(TOKEN_BYTES), "ascii")
        with suppress(FileExistsError):
            os.link(new, path)
        new.unlink()
        return _read(path)
    except OSError as error:
        raise Refused(f"{path} cannot be used ({error.strerror}): set FIXI_PANEL_SECRET") from error


def _read(path: Path) -> str:
    secret = path.read_text("ascii").strip()
    if len(secret) < TOKEN_BYTES:
        raise Refused(f"{path} holds no secret: take it away, or set FIXI_PANEL_SECRET")
    return secret
