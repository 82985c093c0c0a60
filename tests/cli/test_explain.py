"""`posapp explain`: the receipt in hand, and why it says what it says."""

from __future__ import annotations

from tests.cli.counter import Counter

FIVE = {"id": "five", "kind": "fixed_discount", "name": "Five", "rate": 5, "audience": {"who": "everyone"}}


def test_a_receipt_is_explained_with_the_programs_of_then(counter: Counter) -> None:
    assert counter.run("programs", "load", given=[FIVE]).status == 0
    sold = counter.run("sell", given={"lines": [{"product": "CUT", "quantity": 2}]}).answer
    assert counter.run("programs", "load", given=[{**FIVE, "rate": 50}]).status == 0
    printed = counter.run("explain", sold["receipt"]).out.splitlines()
    assert printed[0].startswith(sold["receipt"])
    due, off = sold["due"], sold["discount"]
    assert printed[1:4] == [
        f"  Cut × 2: ₩{due + off:,} → ₩{due:,}",
        f"Five −₩{off:,}: 5 % off",
        f"To pay: ₩{due:,}",
    ]
    assert "  Five (five): version 1, now 2" in printed
    assert printed[-1] == "Worked out again from the journal: the same to the last coin"
    found = counter.run("explain", sold["sale"], "--json").answer
    assert found["same"] is True
    assert found["discounts"] == {"five": off}
    five = next(each for each in found["programs"] if each["id"] == "five")
    assert (five["version"], five["newest"], five["document"]["rate"]) == (1, 2, 5)


def test_no_such_sale_is_refused(counter: Counter) -> None:
    said = counter.run("explain", "4711")
    assert (said.status, said.out) == (1, "")
    assert said.err.strip()
