"""An answer that was kept says exactly what was said."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

from posapp.loyalty.basket import Line
from posapp.loyalty.outcome import Benefit, Earned, Perk, Quote, QuotedLine, Share, Tendered, WhyNot
from posapp.loyalty.words import Minor, Reason, Text
from posapp.till.answers import answer_text, read_answer

NAME = Text.read({"en": "Cut", "ko": "커트"})


def test_everything_that_a_quote_says_survives() -> None:
    reason = Reason.of(
        "some.key",
        amount=Minor(3000),
        rate=Decimal("7.5"),
        name=NAME,
        day=date(2026, 3, 2),
        clock=time(14, 30),
        moment=datetime(2026, 3, 2, 14, 30, tzinfo=UTC),
        count=2,
        several=(1, "x", Reason.of("other.key", left=Minor(1))),
    )
    quote = Quote(
        sale="s1",
        moment=datetime(2026, 3, 2, 14, 30, tzinfo=UTC),
        member="m1",
        lines=(
            QuotedLine(
                line=Line(product="CUT", name=NAME, price_minor=18000, quantity=2, categories=("hair", "service")),
                net_minor=0,
                off=(Share(program="gold", amount_minor=36000),),
                paid=(Share(program="points", amount_minor=0),),
            ),
        ),
        list_minor=36000,
        discount_minor=36000,
        due_minor=0,
        benefits=(Benefit(program="gold", name=NAME, off_minor=36000, reason=reason),),
        paid_with=(Tendered(program="points", holder="m1", amount_minor=0, units=0),),
        earned=(Earned(program="cuts", name=Text("Cuts"), amount=2, reason=Reason.of("x.y")),),
        issued={"birthday": 1},
        perks=(Perk(program="lounge", say=Text("Lounge")),),
        why_not=(WhyNot(program="tuesday", name=NAME, reason=reason),),
        tiers={"level": "gold"},
        versions={"gold": 3},
        bounded=True,
    )
    assert read_answer(answer_text(quote, {"cuts": -1})) == (quote, {"cuts": -1})


def test_a_quote_of_nothing_but_a_price_survives() -> None:
    quote = Quote(
        sale="s1",
        moment=datetime(2026, 3, 2, tzinfo=UTC),
        member=None,
        lines=(QuotedLine(line=Line(product="X", name=Text(""), price_minor=0), net_minor=0),),
        list_minor=0,
        discount_minor=0,
        due_minor=0,
    )
    assert read_answer(answer_text(quote, {})) == (quote, {})
