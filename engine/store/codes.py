"""The code that opens a case to its customer: short enough to read out, long enough not to be guessed."""

from __future__ import annotations

import secrets

from engine.store import house_key
from engine.store.transaction import Tx
from engine.store.vault import Vault

# Without 0 O 1 I L U: what is read on paper or heard on the phone stays unambiguous.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
NO_CODE = "00" * 32
"""The hash of no code: compared with, it takes as long as any other."""


def new_code() -> str:
    """49 bits, guarded by a rate limit where it is asked for."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def code_of(vault: Vault, key: str) -> str:
    """The same code for the same request, so that sending it again shows it again; nothing that is stored tells it."""
    number = int.from_bytes(vault.mac(b"code-of-request:" + key.encode()), "big")
    return "".join(ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(LENGTH))


def code_hash(tx: Tx, code: str) -> str:
    """What is stored instead of the code: keyed, so that a copy of the database opens no case."""
    return house_key.secret_hash(tx.session, tx.vault, _secret(code)).hex()


def is_code(tx: Tx, code: str, hash_: str) -> bool:
    """Whether the code is the one that is stored so; it takes its time whatever the answer."""
    return house_key.is_secret(tx.session, tx.vault, _secret(code), bytes.fromhex(hash_))


def normalised(code: str) -> str:
    """As typed by people: case, spaces and dashes don't count."""
    return "".join(character for character in code.upper() if character.isalnum())


def _secret(code: str) -> bytes:
    return b"case-code:" + normalised(code).encode()
