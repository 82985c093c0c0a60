"""A rehearsal as text: each step's receipt with its reasons, and what did not come as expected."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from posapp.i18n import line, moment, money, number, say, t
from posapp.loyalty.money import Currency
from posapp.loyalty.outcome import Quote
from posapp.loyalty.scenario import Rehearsal
from posapp.loyalty.steps import Step
from posapp.loyalty.words import Reason

_WIDTH = 64
"""Columns of a receipt."""


def receipts(rehearsal: Rehearsal, *, file: Path, language: str) -> Iterator[str]:
    """The lines of a whole rehearsal: a heading, each step, and what did not fit, marked where it happened."""
    failures = failures_of(rehearsal, language)
    yield f"{rehearsal.title or file.name}  ({file})"
    for sentence in failures[-1]:
        yield f"  ✗ {sentence}"
    for step in rehearsal.steps:
        when = moment(datetime.fromisoformat(step.at), language)
        yield f"  {'✗' if step.failures else '✓'} {step.number}  {when}  {t(f'rehearse.step.{step.kind}', language)}"
        for told in _step(step, language, rehearsal.currency):
            yield f"      {told}"
        for sentence in failures[step.number]:
            yield f"    ✗ {sentence}"
    yield ""


def failures_of(rehearsal: Rehearsal, language: str) -> dict[int, list[str]]:
    """What did not fit, as sentences, by the number of the step; -1 holds what is wrong with the whole scenario."""

    def said(reason: Reason) -> str:
        return say(reason, language, rehearsal.currency)

    whole = [f"{fault.place}: {said(fault.reason)}".removeprefix(": ") for fault in rehearsal.faults]
    found = {-1: [*whole, *map(said, rehearsal.failures)]}
    for step in rehearsal.steps:
        found[step.number] = [said(reason) for reason in step.failures]
    return found


def _step(step: Step, language: str, currency: Currency) -> Iterator[str]:
    if step.quote is not None:
        yield from _receipt(step.quote, language, currency)
    if step.returned is not None:
        refund = money(step.returned.refund_minor, currency, language)
        yield _row(t("rehearse.refund", language), refund)
        for change in step.returned.changes:
            yield f"  {line(change, language, currency)}"
    for reason in step.refusal:
        yield t("rehearse.was_refused", language, sentence=say(reason, language, currency))
    balances = [f"{name} {number(amount)}" for name, amount in step.outcome["balances"].items()]
    tiers = [f"{name} {level or '–'}" for name, level in step.outcome["tier"].items()]
    if balances or tiers:
        yield " · ".join((*balances, *tiers))


def _receipt(quote: Quote, language: str, currency: Currency) -> Iterator[str]:
    def cash(minor: int) -> str:
        return money(minor, currency, language)

    for each in quote.lines:
        units = f" × {number(each.line.quantity)}" if each.line.quantity > 1 else ""
        yield _row(f"{each.line.name.in_language(language)}{units}", cash(each.line.list_minor))
    for benefit in quote.benefits:
        reason = say(benefit.reason, language, currency)
        yield _row(f"  {benefit.name.in_language(language)}: {reason}", cash(-benefit.off_minor))
    for tendered in quote.paid_with:
        yield _row(f"  {t('rehearse.paid_with', language, program=tendered.program)}", cash(-tendered.amount_minor))
    yield _row(t("rehearse.due", language), cash(quote.due_minor))
    for earned in quote.earned:
        reason = say(earned.reason, language, currency)
        yield f"  + {number(earned.amount)} {earned.name.in_language(language)}: {reason}"
    for program, count in quote.issued.items():
        yield f"  + {number(count)} {program}"
    for perk in quote.perks:
        yield f"  ! {perk.say.in_language(language)}"
    for notice in quote.notices:
        yield f"  ! {notice.name.in_language(language)}: {say(notice.say, language, currency)}"
    for why_not in quote.why_not:
        yield f"  · {why_not.name.in_language(language)}: {say(why_not.reason, language, currency)}"


def _row(left: str, right: str) -> str:
    """Words on the left, an amount on the right; a Hangul syllable takes two columns."""
    gap = _WIDTH - _columns(left) - _columns(right)
    return f"{left}{' ' * max(gap, 2)}{right}"


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
