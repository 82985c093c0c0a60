"""Ed25519 keys and enrolment codes. Chance is given from outside; nothing here draws it."""

from __future__ import annotations

import functools
import hashlib
import hmac
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from posapp.loyalty.errors import Refused

KEY_BYTES = 32
"""A private key is this many bytes of chance (RFC 8032)."""
CODE_BYTES = 10
"""An enrolment code is 80 bits of chance: 16 characters, which a person can read out."""
CODE_MINUTES = 15

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: without I, L, O and U, which are misread
_MISREAD = str.maketrans("ILO", "110")


@functools.lru_cache(maxsize=4096)
def _private(key: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(key)


@functools.lru_cache(maxsize=65536)
def _public(key: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(key)


def public_key(private_key: bytes) -> bytes:
    """The 32 bytes that belong to a private key and may be told to anybody."""
    return _private(private_key).public_key().public_bytes_raw()


def sign(private_key: bytes, data: bytes) -> bytes:
    """The 64 bytes of the signature."""
    return _private(private_key).sign(data)


def verified(public: bytes, signature: bytes, data: bytes) -> bool:
    """Whether the owner of the private key signed exactly `data`."""
    try:
        _public(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Code:
    """An enrolment code. Only `id` and proofs made with `secret` ever travel: who listens learns nothing to use."""

    text: str = field(repr=False)

    @classmethod
    def of(cls, chance: bytes) -> Code:
        """The code for `CODE_BYTES` of chance, ``XXXX-XXXX-XXXX-XXXX``."""
        if len(chance) != CODE_BYTES:
            raise ValueError(f"a code is {CODE_BYTES} bytes of chance, not {len(chance)}")
        number = int.from_bytes(chance)
        letters = "".join(_LETTERS[number >> shift & 31] for shift in range(75, -1, -5))
        return cls("-".join(letters[at : at + 4] for at in range(0, 16, 4)))

    @classmethod
    def read(cls, typed: str) -> Code:
        """A code as somebody typed it: small letters, spaces, and O for 0 or I for 1 are forgiven. Raises `Refused`."""
        letters = "".join(typed.upper().translate(_MISREAD).replace("-", " ").split())
        if len(letters) != 16 or any(letter not in _LETTERS for letter in letters):
            raise Refused.because("sync.code_unreadable")
        return cls("-".join(letters[at : at + 4] for at in range(0, 16, 4)))

    @property
    def id(self) -> bytes:
        """What headquarters finds the code by."""
        return hashlib.sha256(b"posapp code id" + self.text.encode()).digest()[:16]

    @property
    def secret(self) -> bytes:
        """What proofs are made with; headquarters keeps this instead of the code."""
        return hashlib.sha256(b"posapp code secret" + self.text.encode()).digest()


def proof(secret: bytes, role: str, *parts: bytes) -> bytes:
    """HMAC-SHA-256 over the role and the parts, each with its length before it, so that no two lists are alike."""
    told = b"".join(len(part).to_bytes(4) + part for part in (role.encode(), *parts))
    return hmac.digest(secret, told, "sha256")


def same(one: bytes, other: bytes) -> bool:
    """Whether two secrets are equal, in a time that says nothing of where they differ."""
    return hmac.compare_digest(one, other)
