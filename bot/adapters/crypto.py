"""Encryption of what is stored and coded keys of people, with rotation of the secret."""

from __future__ import annotations

import hmac
import os
import secrets as random
import struct
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.core.errors import BadSettings, StoreUnavailable

ID_BYTES = 4
NONCE_BYTES = 12
KEY_BYTES = 16
SHORTEST_SECRET = 32
SECRET_FILE = "secret.key"  # noqa: S105  # a file's name


def _derive(secret: str, purpose: bytes) -> bytes:
    """A key for one purpose: HMAC as a key derivation, since secrets are random, not passwords."""
    return hmac.digest(secret.encode(), b"yoldash 1 " + purpose, "sha256")


class Keys:
    """Seals and opens bytes, and codes people; secrets newest first, older ones still open."""

    def __init__(self, secrets: Sequence[str]) -> None:
        usable = [secret.strip() for secret in secrets if secret.strip()]
        if not usable or any(len(secret) < SHORTEST_SECRET for secret in usable):
            raise BadSettings(
                f"BOT_SECRET_KEY: each key needs at least {SHORTEST_SECRET} characters; "
                "make one with: openssl rand -hex 32"
            )
        self._ciphers = {_derive(s, b"id")[:ID_BYTES]: AESGCM(_derive(s, b"seal")) for s in usable}
        self._newest = next(iter(self._ciphers))
        self._cipher = self._ciphers[self._newest]
        self._people = tuple(_derive(s, b"person") for s in usable)
        self._ballots = tuple(_derive(s, b"ballot") for s in usable)

    def seal(self, plain: bytes) -> bytes:
        """Encrypts with the newest key: key id, nonce, ciphertext with its tag."""
        nonce = os.urandom(NONCE_BYTES)
        return self._newest + nonce + self._cipher.encrypt(nonce, plain, None)

    def open(self, sealed: bytes) -> bytes:
        """Decrypts what any of the keys sealed; says so when none of them did."""
        cipher = self._ciphers.get(sealed[:ID_BYTES])
        body = sealed[ID_BYTES:]
        try:
            if cipher is not None:
                return cipher.decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], None)
        except InvalidTag:
            pass
        raise StoreUnavailable(
            "BOT_SECRET_KEY does not open what is stored: "
            "put the key used before behind the new one, after a comma."
        )

    def person_keys(self, chat_id: int) -> tuple[bytes, ...]:
        """Coded keys of a chat, newest first: 16 bytes that do not lead back to the chat."""
        number = struct.pack(">q", chat_id)
        return tuple(hmac.digest(key, number, "sha256")[:KEY_BYTES] for key in self._people)

    def lane(self, chat_id: int) -> int:
        """A coded number of the chat, by which queues keep its order; never 0."""
        code = hmac.digest(self._people[0], b"lane" + struct.pack(">q", chat_id), "sha256")
        return int.from_bytes(code[:8], "big", signed=True) or 1

    def ballots(self, chat_id: int, message_id: int) -> tuple[bytes, ...]:
        """Coded keys of one vote, newest first."""
        number = struct.pack(">qq", chat_id, message_id)
        return tuple(hmac.digest(key, number, "sha256")[:KEY_BYTES] for key in self._ballots)

    def ballot(self, chat_id: int, message_id: int) -> bytes:
        """Coded key of the vote on one message: a second vote has the same."""
        return self.ballots(chat_id, message_id)[0]


def load_secrets(setting: str, data_dir: Path) -> tuple[str, ...]:
    """The secrets to use: from the setting, else from `secret.key`, made on first use."""
    given = tuple(part.strip() for part in setting.split(",") if part.strip())
    return given or tuple(_secret_file(data_dir).split())


def _secret_file(data_dir: Path) -> str:
    """The contents of the key file; a new one is complete before it gets its name."""
    path = data_dir / SECRET_FILE
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            _create(path)
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise BadSettings(
            f"BOT_DATA_DIR: cannot read or make {SECRET_FILE} ({error.strerror}); "
            "check the folder's permissions or set BOT_SECRET_KEY."
        ) from None


def _create(path: Path) -> None:
    draft = path.with_name(f"{path.name}.{random.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(random.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # fails if another process was faster: then its key counts
    except FileExistsError:
        pass
    finally:
        draft.unlink()
