"""The vault's cryptography: keys derived from the installation's master keys, and AES-GCM under them. No SQL here."""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterator
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.settings import Settings

KEY_BYTES = 32
_NONCE_BYTES = 12
_BLIND_BYTES = 16
_SHORTEST_MASTER_KEY = 32


class Unreadable(Exception):
    """The bytes were changed, moved to another place, or encrypted under a key that isn't here."""


class Vault:
    """Wraps keys, seals contact data, signs chain heads. `settings.master_keys`: newest first.

    The newest key writes; every key reads, so that a rotation (rotation.py) can take its time.
    """

    def __init__(self, settings: Settings):
        if not settings.master_keys:
            raise ValueError("An installation needs a master key (HUIXIANG_MASTER_KEYS).")
        self._masters = [_Master(key) for key in settings.master_keys]
        self.house_keys: dict[int, bytes] = {}  # unwrapped once per process by house_key.py; they are never erased

    def wrap(self, key: bytes, place: bytes) -> bytes:
        """`key` encrypted under the newest master key; it opens only with the same `place` (whose key it is)."""
        return _encrypt(self._masters[0].wrapping, key, place)

    def unwrap(self, wrapped: bytes, place: bytes) -> bytes:
        """Raises Unreadable."""
        return _first_readable((master.wrapping for master in self._masters), wrapped, place)

    def seal_contact(self, raw: str, place: bytes) -> bytes:
        return _encrypt(self._masters[0].contact, raw.encode(), place)

    def open_contact(self, cipher: bytes, place: bytes) -> str:
        """Raises Unreadable."""
        return _first_readable((master.contact for master in self._masters), cipher, place).decode()

    def blinds(self, normalised: str) -> list[bytes]:
        """The blind index of a value under each master key, newest first: equal values meet, nobody reads them back."""
        return [_hmac(master.blind, normalised.encode())[:_BLIND_BYTES] for master in self._masters]

    def mac(self, message: bytes) -> bytes:
        """The seal of the evidence: who can write the database but lacks the master key can't forge it."""
        return self._masters[0].sealed(message)

    def is_mac(self, message: bytes, mac: bytes) -> bool:
        return any(hmac.compare_digest(master.sealed(message), mac) for master in self._masters)

    @property
    def seal_key(self) -> bytes:
        """What `mac` is made with."""
        return self._masters[0].seal_key


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def encrypt(key: bytes, plain: bytes, place: bytes) -> bytes:
    """AES-256-GCM: 12 random bytes, ciphertext, 16 bytes tag. `place` is bound, not stored: moved bytes don't open."""
    return _encrypt(AESGCM(key), plain, place)


def decrypt(key: bytes, cipher: bytes, place: bytes) -> bytes:
    """Raises Unreadable."""
    return _decrypt(AESGCM(key), cipher, place)


def _encrypt(cipher: AESGCM, plain: bytes, place: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, place)


def _decrypt(key: AESGCM, cipher: bytes, place: bytes) -> bytes:
    try:
        return key.decrypt(cipher[:_NONCE_BYTES], cipher[_NONCE_BYTES:], place)
    except (InvalidTag, ValueError) as error:
        raise Unreadable("The bytes don't open with this key at this place.") from error


def derive(key: bytes, purpose: bytes, salt: bytes = b"") -> bytes:
    """A key for one purpose only (HKDF-SHA256, RFC 5869)."""
    return HKDF(SHA256(), KEY_BYTES, salt or None, purpose).derive(key)


class Stream:
    """Pieces of one file under a key of its own (the STREAM construction): none can be cut off, doubled or swapped."""

    def __init__(self, key: bytes):
        self._cipher = AESGCM(key)
        self._number = 0

    def encrypt(self, plain: bytes, is_last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(is_last), plain, None)

    def decrypt(self, cipher: bytes, is_last: bool) -> bytes:
        """Raises Unreadable."""
        try:
            return self._cipher.decrypt(self._nonce(is_last), cipher, None)
        except InvalidTag as error:
            raise Unreadable("The file was changed or cut off.") from error

    def _nonce(self, is_last: bool) -> bytes:
        self._number += 1
        return self._number.to_bytes(_NONCE_BYTES - 1) + bytes([is_last])


class _Master:
    """One master key and the keys derived from it, one per purpose."""

    def __init__(self, key: str):
        if len(key) < _SHORTEST_MASTER_KEY:
            raise ValueError(f"A master key has at least {_SHORTEST_MASTER_KEY} characters.")
        self._key = key.encode()

    @cached_property
    def wrapping(self) -> AESGCM:
        return AESGCM(derive(self._key, b"huixiang case keys"))

    @cached_property
    def contact(self) -> AESGCM:
        return AESGCM(derive(self._key, b"huixiang contact data"))

    @cached_property
    def blind(self) -> bytes:
        return derive(self._key, b"huixiang blind index")

    def sealed(self, message: bytes) -> bytes:
        made = self._seal.copy()  # a new one would take three times as long
        made.update(message)
        return made.digest()

    @cached_property
    def seal_key(self) -> bytes:
        return derive(self._key, b"huixiang chain heads")

    @cached_property
    def _seal(self) -> hmac.HMAC:
        return hmac.new(self.seal_key, digestmod="sha256")


def _first_readable(keys: Iterator[AESGCM], cipher: bytes, place: bytes) -> bytes:
    for key in keys:
        try:
            return _decrypt(key, cipher, place)
        except Unreadable:
            continue
    raise Unreadable("None of the master keys opens this.")


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")
