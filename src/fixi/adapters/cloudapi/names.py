"""Our ids of what came in. They are logged, and Meta's own id of a message shows the phone to whoever decodes it."""

import base64
import binascii
import hashlib
import hmac

LONGEST = 180  # characters of Meta's id; what is longer gets a name that cannot be opened
MARK = 12  # bytes of the mark that stands before what is hidden
BLOCK = 32


class Names:
    """Makes them and opens them. The same id gives the same name, for as long as the secret is the same."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"fixi names\x00" + secret.encode("utf-8", "surrogatepass")).digest()

    def name(self, message: str, *more: str) -> str:
        """Our id of this message, or of what `more` says of it."""
        plain = message.encode("utf-8", "surrogatepass")
        mark = self._keyed(plain)[:MARK]
        hidden = self._mixed(mark, plain) if len(message) <= LONGEST else b""
        return ":".join(("cloud", base64.urlsafe_b64encode(mark + hidden).decode().rstrip("="), *more))

    def opened(self, name: str) -> str | None:
        """Meta's own id in a name that was made here; None for any other."""
        kind, _, rest = name.partition(":")
        rest = rest.partition(":")[0]
        if kind != "cloud" or not rest.isascii():
            return None
        try:
            raw = base64.urlsafe_b64decode(rest + "=" * (-len(rest) % 4))
            plain = self._mixed(raw[:MARK], raw[MARK:])
            message = plain.decode()
        except (binascii.Error, UnicodeError):
            return None
        return message if message and hmac.compare_digest(self._keyed(plain)[:MARK], raw[:MARK]) else None

    def _mixed(self, mark: bytes, text: bytes) -> bytes:
        """The text under a pad that no other text has; done again, it is the text."""
        blocks = -(-len(text) // BLOCK)
        pad = b"".join(self._keyed(mark + number.to_bytes(4)) for number in range(blocks))
        return bytes(one ^ other for one, other in zip(text, pad[: len(text)], strict=True))

    def _keyed(self, text: bytes) -> bytes:
        return hmac.digest(self._key, text, "sha256")
