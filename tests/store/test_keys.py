"""The key is kept where only its owner has it, found again, and typed back from paper without a slip going unseen."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import keyring.backend
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posapp.loyalty.errors import StoreUnavailable
from posapp.store import keys
from posapp.store.database import Database
from tests.store.shop import KEY, OTHER_KEY, new_shop

KEYS = st.binary(min_size=32, max_size=32)


@given(key=KEYS)
def test_the_digits_on_paper_give_the_key_back(key: bytes) -> None:
    groups = keys.words_of(key)
    assert len(groups) == 16
    assert all(len(group) == 6 and group.isdecimal() for group in groups)
    assert (
        keys.read_words(" ".join(groups))
        == keys.read_words("\n".join(groups))
        == keys.read_words("".join(groups))
        == key
    )


@given(key=KEYS, place=st.integers(0, 95), other=st.integers(1, 9))
def test_a_wrong_digit_is_noticed_and_its_group_named(key: bytes, place: int, other: int) -> None:
    digits = list("".join(keys.words_of(key)))
    digits[place] = str((int(digits[place]) + other) % 10)
    with pytest.raises(StoreUnavailable) as caught:
        keys.read_words("".join(digits))
    assert caught.value.reason.key == "key.group_wrong"
    assert caught.value.reason.value("number") == place // 6 + 1


@given(key=KEYS, group=st.integers(0, 15), place=st.integers(0, 4))
def test_two_digits_the_wrong_way_round_are_noticed(key: bytes, group: int, place: int) -> None:
    groups = [list(word) for word in keys.words_of(key)]
    word = groups[group]
    if word[place] == word[place + 1]:
        return
    word[place], word[place + 1] = word[place + 1], word[place]
    with pytest.raises(StoreUnavailable):
        keys.read_words("".join(map("".join, groups)))


@given(key=KEYS, group=st.integers(0, 14))
def test_two_groups_the_wrong_way_round_are_noticed(key: bytes, group: int) -> None:
    groups = list(keys.words_of(key))
    groups[group], groups[group + 1] = groups[group + 1], groups[group]
    with pytest.raises(StoreUnavailable):
        keys.read_words(" ".join(groups))


def test_a_key_whose_id_looks_like_text_is_never_dealt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else one shop in 65,536 would not open on its second day."""
    numbers = (number.to_bytes(32, "big") for number in range(1 << 22))
    unlucky = next(key for key in numbers if keys.key_id(key).isascii())
    dealt = iter([unlucky, unlucky, KEY])
    monkeypatch.setattr("secrets.token_bytes", lambda _: next(dealt))
    assert keys.new_key() == KEY


def test_a_group_left_out_is_counted() -> None:
    with pytest.raises(StoreUnavailable) as caught:
        keys.read_words(" ".join(keys.words_of(KEY)[1:]))
    assert caught.value.reason.value("count") == 90


def test_the_sheet_says_which_file_it_opens(tmp_path: Path) -> None:
    path = tmp_path / "shop.posapp"
    new_shop(path).close()
    sheet = keys.recovery_sheet(path, KEY, shop="Salon Kim")
    assert (sheet.shop, sheet.file) == ("Salon Kim", "shop.posapp")
    assert keys.read_words(" ".join(sheet.groups)) == KEY
    assert keys.file_id(path).hex().upper().startswith(sheet.key_name)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are set another way there")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "shop.posapp"
    Database.create(path).close()
    keys.key_file(path).chmod(mode)
    with pytest.raises(StoreUnavailable) as caught:
        Database.open(path)
    assert caught.value.reason.key == "key.file_open_to_others"


def test_a_key_file_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "shop.posapp"
    new_shop(path).close()
    slip = " ".join(keys.words_of(KEY)).replace(keys.words_of(KEY)[0], "999999", 1).encode()
    for content in (b"\xff\xfe", b"hello", b"000000", slip):
        keys.key_file(path).write_bytes(content)
        keys.key_file(path).chmod(0o600)
        with pytest.raises(StoreUnavailable) as caught:
            Database.open(path)
        assert caught.value.reason.key in ("key.file_unreadable", "key.file_damaged")


def test_another_shops_key_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "shop.posapp.key"
    keys.write_key_file(file, KEY)
    keys.write_key_file(file, KEY)
    with pytest.raises(StoreUnavailable) as caught:
        keys.write_key_file(file, OTHER_KEY)
    assert caught.value.reason.key == "key.file_in_the_way"
    assert keys.read_key_file(file) == KEY


class InMemory(keyring.backend.KeyringBackend):
    """A keyring that works, and keeps what it is given as long as it lives."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


class Broken(InMemory):
    """A keyring whose service is gone."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("no session bus")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError("no session bus")


class Forgetful(InMemory):
    """One that says yes and keeps nothing, as the null backend does."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class Asking(InMemory):
    """One that waits for somebody to type a password."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.answered.wait(60)
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        self.answered.wait(60)


@pytest.fixture
def use_keyring() -> Iterator[Any]:
    """Puts a keyring in the place of this system's, and the old one back."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_a_keyring_that_works_keeps_the_key_and_no_file_is_written(tmp_path: Path, use_keyring: Any) -> None:
    use_keyring(InMemory())
    path = tmp_path / "shop.posapp"
    with Database.create(path) as db:
        key = db.key
    assert not keys.key_file(path).exists()
    moved = path.rename(tmp_path / "moved.posapp")  # the key goes by what the file says, not by its name
    with Database.open(moved) as again:
        assert again.key == key


@pytest.mark.parametrize("backend", [Broken, Forgetful])
def test_a_keyring_that_does_not_work_is_as_good_as_none(tmp_path: Path, use_keyring: Any, backend: Any) -> None:
    use_keyring(backend())
    path = tmp_path / "shop.posapp"
    Database.create(path).close()
    assert keys.key_file(path).exists()
    Database.open(path).close()


def test_a_keyring_that_asks_somebody_does_not_hold_up_the_start(
    tmp_path: Path, use_keyring: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = Asking()
    use_keyring(asking)
    monkeypatch.setattr(keys, "KEYRING_SECONDS", 0.05)
    path = tmp_path / "shop.posapp"
    try:
        Database.create(path).close()
        Database.open(path).close()
        keys.key_file(path).unlink()
        with pytest.raises(StoreUnavailable) as caught:
            Database.open(path)
        assert caught.value.reason.key == "key.missing"
    finally:
        asking.answered.set()
