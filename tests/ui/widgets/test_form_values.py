"""Numbers of a form: what a person writes and reads, and what stands in the program's document."""

from __future__ import annotations

import pytest

from posapp.ui.widgets.form_values import number_of, number_text


@pytest.mark.parametrize(
    ("text", "digits", "value", "shown"),
    [
        ("0.5", 0, "0.5", "0.5"),
        ("1", 0, 1, "1"),
        ("1", 2, 100, "1.00"),
        ("$0.01", 2, 1, "0.01"),
        ("0.005", 2, "0.5", "0.005"),
        ("1,500.25", 2, 150_025, "1,500.25"),
        (".5", 2, 50, "0.50"),
        ("7.50 %", None, "7.5", "7.5"),
        ("half", 2, "half", "half"),
        ("-", 2, "-", "-"),
        ("", 2, "", ""),
    ],
)
def test_what_one_is_worth_may_be_a_fraction_of_the_smallest_coin(
    text: str, digits: int | None, value: object, shown: str
) -> None:
    assert number_of(text, exact=True, digits=digits) == value
    assert number_text(value, exact=True, digits=digits) == shown


def test_a_price_may_not_and_stays_as_it_was_written() -> None:
    assert number_of("12.50", exact=False, digits=2) == 1250
    assert number_of("12.505", exact=False, digits=2) == "12.505"
    assert number_text("12.505", digits=2) == "12.505"
