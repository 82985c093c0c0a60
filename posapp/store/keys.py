"""The key of a shop's file: made, kept, found again, and written so that a person can type it.

The key is 256 random bits. It is kept in the system's keyring where there is one that works, and else in a file beside
the shop's, readable by its owner alone. The keyring is asked late and never for long: a broken one costs a few
seconds once, not the start of the till.

The recovery sheet carries the key as sixteen groups of six digits. Digits survive every keyboard and input method and
can be read out on the telephone. Each group is sixteen bits times eleven plus its place modulo eleven: any wrong digit,
any two neighbours swapped and any two neighbouring groups swapped are noticed, and the group is named. (The idea of
multiples of eleven is that of BitLocker's recovery password.)
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from posapp.loyalty.errors import StoreUnavailable

KEY_BYTES = 32
GROUPS = 16
_CHECK = 11

KEYRING_SERVICE = "posapp"
KEYRING_SECONDS = 3.0
"""A keyring that has not answered by then is taken for broken."""

Answer = TypeVar("Answer")


class RecoverySheet(NamedTuple):
    """What is printed and put in a safe: which file (its name and the key's short id) and the sixteen groups."""

    shop: str
    file: str
    key_name: str
    groups: tuple[str, ...]


def new_key() -> bytes:
    """256 bits from the system's generator. One key in 65,536 has an id that looks like text, and is not taken: a text
    is told from a shop's file by its beginning."""
    import secrets  # with what it brings, 10 ms of every start

    while True:
        key = secrets.token_bytes(KEY_BYTES)
        if not looks_like_text(key_id(key)):
            return key


def key_id(key: bytes) -> bytes:
    """16 bytes that name a key and tell nothing about it. They stand at the beginning of each file that it opens."""
    return hashlib.sha256(b"posapp key id\0" + key).digest()[:16]


def looks_like_text(beginning: bytes) -> bool:
    """Whether a file that begins so (16 bytes) is a text or a plain database, and no shop's."""
    return len(beginning) < 16 or beginning.isascii()


def words_of(key: bytes) -> tuple[str, ...]:
    """The key as sixteen groups of six digits."""
    pairs = (int.from_bytes(key[at : at + 2], "big") for at in range(0, KEY_BYTES, 2))
    return tuple(f"{pair * _CHECK + place % _CHECK:06}" for place, pair in enumerate(pairs))


def read_words(text: str) -> bytes:
    """The key from what a person typed; everything but digits is passed over.

    `StoreUnavailable` names the first group that cannot be right (``key.group_wrong``), or how many digits there are
    (``key.length_wrong``).
    """
    digits = "".join(re.findall(r"[0-9]", text))
    if len(digits) != GROUPS * 6:
        raise StoreUnavailable.because("key.length_wrong", count=len(digits), wanted=GROUPS * 6)
    key = b""
    for place in range(GROUPS):
        pair, check = divmod(int(digits[place * 6 : place * 6 + 6]), _CHECK)
        if check != place % _CHECK or pair > 0xFFFF:
            raise StoreUnavailable.because("key.group_wrong", number=place + 1)
        key += pair.to_bytes(2, "big")
    return key


def recovery_sheet(path: Path, key: bytes, *, shop: str) -> RecoverySheet:
    """The sheet for the file at `path`."""
    return RecoverySheet(shop=shop, file=path.name, key_name=key_id(key).hex()[:8].upper(), groups=words_of(key))


def key_file(path: Path) -> Path:
    """Where the key of the shop at `path` is, if it is in a file."""
    return path.with_name(path.name + ".key")


def file_id(path: Path) -> bytes:
    """The id of the key that the file asks for: its first 16 bytes."""
    with path.open("rb") as file:
        return file.read(16)


def find_key(path: Path) -> bytes:
    """The key of the shop at `path`, from the file beside it or from the keyring.

    `StoreUnavailable`: ``key.missing`` (with what to do), ``key.file_open_to_others``, or a key file that is none.
    """
    beside = key_file(path)
    key = read_key_file(beside) if beside.exists() else None
    if key is not None and key_id(key) == file_id(path):
        return key
    kept = _from_keyring(file_id(path))
    if kept is not None:
        return kept
    if key is not None:
        return key  # opening with it will say that it is the wrong one, or that the file is damaged
    raise StoreUnavailable.because("key.missing", file=path.name)


def key_to_be(path: Path) -> bytes:
    """The key for a shop that is about to be made at `path`, already kept: a file without its key is lost, a key
    without a file is not."""
    beside = key_file(path)
    key = read_key_file(beside) if beside.exists() else new_key()
    keep_key(path, key)
    return key


def keep_key(path: Path, key: bytes) -> str:
    """Keep the key for the shop at `path`: ``keyring`` or ``file`` says where. Durable when this returns."""
    if _into_keyring(key):
        return "keyring"
    write_key_file(key_file(path), key)
    return "file"


def read_key_file(file: Path) -> bytes:
    """The key in `file`. `StoreUnavailable` where others can read it, or where it holds none.

    On Windows a file has the rights of its folder, and a person's own folder is closed to others; see
    `docs/security.md`.
    """
    try:
        if os.name == "posix":
            about = file.stat()
            if about.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise StoreUnavailable.because("key.file_open_to_others", file=str(file))
        text = file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise StoreUnavailable.because("key.file_unreadable", file=str(file)) from error
    try:
        return read_words(text)
    except StoreUnavailable as error:  # whoever started the till has no recovery sheet in her hand
        raise StoreUnavailable.because("key.file_damaged", file=str(file)) from error


def write_key_file(file: Path, key: bytes) -> None:
    """Write the key for its owner alone, and see it on the disk before going on. A key file in its place is kept if it
    holds this key, and `StoreUnavailable` if it holds another."""
    if file.exists():
        if read_key_file(file) != key:
            raise StoreUnavailable.because("key.file_in_the_way", file=str(file))
        return
    groups = words_of(key)
    text = "".join(" ".join(groups[at : at + 4]) + "\n" for at in range(0, GROUPS, 4))
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        sync_folder(file.parent)
    except OSError as error:
        raise StoreUnavailable.because("store.folder_read_only", folder=str(file.parent)) from error


def sync_folder(folder: Path) -> None:
    """Make a new name in `folder` survive a power cut, where the system can (Windows does so by itself)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _within(call: Callable[[], Answer], otherwise: Answer) -> Answer:
    """The call's answer, or `otherwise` where it fails or takes too long: it may ask somebody who is not there."""
    answers: list[Answer] = []

    def run() -> None:
        # A backend may raise anything, up to panics of its foreign libraries; the file beside the shop does as well.
        with contextlib.suppress(BaseException):
            answers.append(call())

    thread = threading.Thread(target=run, name="keyring", daemon=True)
    thread.start()
    thread.join(KEYRING_SECONDS)
    return answers[0] if answers else otherwise


def _from_keyring(wanted: bytes) -> bytes | None:
    def ask() -> bytes | None:
        import keyring

        kept = keyring.get_password(KEYRING_SERVICE, wanted.hex())
        key = read_words(kept) if kept else None
        return key if key is not None and key_id(key) == wanted else None

    return _within(ask, None)


def _into_keyring(key: bytes) -> bool:
    """Whether the keyring took the key and gives it back. One of priority below 1 stores in plain text and is none."""

    def put() -> bool:
        import keyring

        if keyring.get_keyring().priority < 1:
            return False
        name = key_id(key).hex()
        keyring.set_password(KEYRING_SERVICE, name, " ".join(words_of(key)))
        kept = keyring.get_password(KEYRING_SERVICE, name)
        return kept is not None and read_words(kept) == key

    return _within(put, False)
