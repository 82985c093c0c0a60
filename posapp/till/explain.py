"""Why a sale cost what it did: what was told then, the programs as they were written then, and the whole worked out
once more from the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from posapp.loyalty.basket import Basket
from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.definitions import read_programs
from posapp.loyalty.errors import BadDefinition, NotFound, Refused
from posapp.loyalty.ledger import CODES, EVERYBODY, Entry
from posapp.loyalty.members import Member, PastSale, Standing
from posapp.loyalty.outcome import Quote
from posapp.loyalty.quote import quote
from posapp.loyalty.record import SaleRecord
from posapp.loyalty.record_then import before_returns, past_of
from posapp.loyalty.words import Minor, Reason, Text
from posapp.store import members, sales, then
from posapp.store.ledger import entries_of
from posapp.store.programs import get_program
from posapp.store.sales import KeptSale
from posapp.store.seeds import all_seeds
from posapp.store.then import Point
from posapp.till.answers import Facts, as_answered, read_answer, read_facts
from posapp.till.cardview import get_member_or_none
from posapp.till.context import Till
from posapp.till.payment import record_and_answer
from posapp.till.returns import find_sale
from posapp.till.views import SaleView


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramThen:
    """A program as the sale looked at it: the version, when that was written, and its document. `newest` is the version
    that it has by now."""

    id: str
    name: Text
    version: int
    newest: int
    written: datetime
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A sale with all that was told of it. `again` is what comes out when it is worked out once more, None where it
    cannot be; `differences` say what is not as it was then, or why it cannot be worked out: none where all is the same.
    """

    sale: SaleView
    quote: Quote
    entries: tuple[Entry, ...]
    programs: tuple[ProgramThen, ...]
    again: Quote | None
    differences: tuple[Reason, ...]

    @property
    def same(self) -> bool:
        """Whether it comes to the very same amounts, entries and reasons."""
        return not self.differences


def explain(till: Till, receipt_or_id: str) -> Explained:
    """Explain a sale, found by its id or by the number on its receipt. `NotFound`. Nothing is kept."""
    till.look_again()
    view = find_sale(till, receipt_or_id)
    kept = sales.sale_by_id(till.database, view.sale)
    assert kept is not None, view.sale
    _, answer = record_and_answer(kept)
    told, _ = read_answer(answer)
    programs = _programs(till, told)
    posted = entries_of(till.database, till=kept.till, seq=kept.seq)
    again: Quote | None = None
    try:
        again = _again(till, kept, told, read_facts(answer), programs)
        differences = _differences(till, told, posted, again)
    except Refused as refusal:
        differences = (Reason.of("explain.not_possible", reason=refusal.reason),)
    except BadDefinition:
        differences = (Reason("explain.unreadable"),)
    return Explained(sale=view, quote=told, entries=posted, programs=programs, again=again, differences=differences)


def _programs(till: Till, told: Quote) -> tuple[ProgramThen, ...]:
    found = []
    for id_, version in told.versions.items():
        written = get_program(till.database, id_, version=version)
        newest = get_program(till.database, id_)
        if written is not None and newest is not None:
            found.append(
                ProgramThen(
                    id=id_,
                    name=Text.read(written.document.get("name", id_)),
                    version=version,
                    newest=newest.version,
                    written=written.written,
                    document=written.document,
                )
            )
    return tuple(found)


def _again(till: Till, kept: KeptSale, told: Quote, facts: Facts | None, programs: tuple[ProgramThen, ...]) -> Quote:
    """The quote, from the programs of then and from what the journal knew before the sale."""
    if facts is None and (told.paid_with or SaleRecord.from_json(record_and_answer(kept)[0]).uses):
        raise Refused.because("explain.asked_unknown")
    facts = facts or Facts(rounding_unit=till.shop.rounding_unit)
    catalogue = Catalogue.of(
        replace(till.shop, rounding_unit=facts.rounding_unit),
        read_programs([program.document for program in programs]),
        told.versions,
        {id_: seed.seed for id_, seed in all_seeds(till.database).items()},
    )
    member = None
    if kept.member is not None:
        member = get_member_or_none(till, kept.member)
        if member is None:
            raise NotFound.because("explain.member_gone")
        member = replace(
            member,
            card_type=facts.card_type,
            clubs=frozenset(facts.clubs),
            segments=frozenset(facts.segments),
            household=facts.household,
        )
    basket = Basket(lines=tuple(each.line for each in told.lines), redeem=facts.redeem)
    moment = kept.moment.astimezone(till.now().tzinfo)
    return quote(
        catalogue,
        basket=basket,
        member=member,
        standing=_standing(till, catalogue, kept, member, basket, facts, moment),
        moment=moment,
        sale=kept.id,
    )


def _standing(
    till: Till,
    catalogue: Catalogue,
    kept: KeptSale,
    member: Member | None,
    basket: Basket,
    facts: Facts,
    moment: datetime,
) -> Standing:
    """What the ledger said when the sale began."""
    db = till.database
    at = then.point_of(db, till=kept.till, seq=kept.seq)
    everybody = then.accounts_then(db, EVERYBODY, at) if catalogue.shared_accounts else {}
    shared = {name: everybody[name] for name in catalogue.shared_accounts if name in everybody}
    codes = [code for each in basket.redeem for code in (each.gift_card, each.coupon) if code is not None]
    codes += [line.gift_card for line in basket.lines if line.gift_card is not None]
    others = [*codes, *facts.shown]
    if member is None:
        theirs = {holder: then.held_then(db, holder, at) for holder in dict.fromkeys(others)}
        return Standing(shared=shared, others=theirs, shown=facts.shown)
    household: tuple[str, ...] = ()
    if member.household and catalogue.shares:
        household = tuple(id_ for id_ in members.of_household(db, member.household) if id_ != member.id)
    own = then.accounts_then(db, member.id, at)
    others += [*catalogue.others(member), *household]
    others += [lot.id for name, account in own.items() if name.endswith(CODES) for lot in account.lots]
    history = _history(till, member.id, at)
    visits, spent_minor = then.elsewhere_before(db, member.id, at)
    since = catalogue.history_from(moment.date())
    first = since.isoformat() if since else ""
    return Standing(
        accounts=own,
        shared=shared,
        others={holder: then.held_then(db, holder, at) for holder in dict.fromkeys(others)},
        household=household,
        shown=facts.shown,
        visits=visits + len(history),
        spent_minor=spent_minor + sum(past.paid_minor for past in history),
        history=tuple(past for past in history if past.moment.isoformat() >= first) if since is not None else (),
    )


def _history(till: Till, member: str, at: Point) -> list[PastSale]:
    """The member's earlier sales here as they stood: what came back later had not come back yet."""
    before = [
        (each, SaleRecord.from_json(each.record.partition("\n")[0]))
        for each in then.sales_before(till.database, member, at)
    ]
    returned = [each for each, record in before if not record.whole]
    later = then.came_back(
        till.database, [each.sale for each in returned], after=min((each.row for each in returned), default=0)
    )
    found = []
    for each, record in before:
        back = _back_by(record, later.get(each.sale, []), at)
        past = past_of(before_returns(record, back), each.body.get("earned")) if record.lines else None
        if past is not None:
            found.append(past)
    return found


def _back_by(record: SaleRecord, happened: list[tuple[int, str, Mapping[str, Any]]], at: Point) -> dict[int, int]:
    """How many units of each line had come back by then, from the returns and the void of the sale in order."""
    back: dict[int, int] = {}
    for row, kind, body in happened:
        if row > at.row:
            break
        units = body.get("back")
        if units is None:  # the first release did not say; a void is everything, and one return alone what is back now
            now = ((index, line.back) for index, line in enumerate(record.lines))
            units = now if kind == "void" or len(happened) == 1 else ()
        for line, count in units:
            back[line] = back.get(line, 0) + count
    return back


def _differences(till: Till, told: Quote, posted: tuple[Entry, ...], again: Quote) -> tuple[Reason, ...]:
    """What is not as it was then: amounts by program first, then entries, then what was said."""
    found = []
    if told.due_minor != again.due_minor:
        found.append(Reason.of("explain.due", before=Minor(told.due_minor), after=Minor(again.due_minor)))
    for key, before, after in (
        ("explain.off", _by_program(told.benefits, "off_minor"), _by_program(again.benefits, "off_minor")),
        ("explain.paid", _by_program(told.paid_with, "amount_minor"), _by_program(again.paid_with, "amount_minor")),
        ("explain.earned", _by_program(told.earned, "amount"), _by_program(again.earned, "amount")),
        ("explain.issued", dict(told.issued), dict(again.issued)),
    ):
        for program in dict.fromkeys((*before, *after)):
            was, now = before.get(program, 0), after.get(program, 0)
            if was != now:
                money = key in ("explain.off", "explain.paid")
                values = (Minor(was), Minor(now)) if money else (was, now)
                name = till.names.get(program, Text(program))
                found.append(Reason.of(key, name=name, before=values[0], after=values[1]))
    if posted != again.entries:
        found.append(Reason("explain.entries"))
    if not found and as_answered(again) != told:
        found.append(Reason("explain.said"))
    return tuple(found)


def _by_program(values: tuple[Any, ...], amount: str) -> dict[str, int]:
    sums: dict[str, int] = {}
    for each in values:
        sums[each.program] = sums.get(each.program, 0) + getattr(each, amount)
    return sums
