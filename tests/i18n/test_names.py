"""A name that others can read hides its middle, and its owner still knows it."""

import pytest

from posapp.i18n import masked


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("김민수", "김*수"),
        ("Kim Minsu", "Kim *su"),
        ("남궁민수", "남**수"),
        ("이수", "이*"),
        ("Kim", "K*m"),
        ("Bo Li", "Bo *i"),
        ("A B", "A *"),
        ("A", "A*"),
        ("", ""),
        ("  김민수 ", "김*수"),
    ],
)
def test_masked(name: str, shown: str) -> None:
    assert masked(name) == shown


@pytest.mark.parametrize("name", ["이수", "김민수", "남궁민수", "Kim Minsu", "Bo Li", "Wolfgang Amadeus Mozart"])
def test_a_masked_name_never_shows_all_of_it(name: str) -> None:
    assert masked(name) != name
    assert "*" in masked(name)
