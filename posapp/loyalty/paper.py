"""A shop on paper: a store of its own, in memory, for rehearsals and for the tests of the rules.

It keeps what a real store keeps (members, accounts as their entries make them, sales with what is left of them) and
does what a till does, through the same functions of the core. A step that is refused leaves it as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from posapp.loyalty.basket import Basket, Product
from posapp.loyalty.by_hand import corrected, held
from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.clubs import joined_club, left_club
from posapp.loyalty.definitions import by_id
from posapp.loyalty.errors import NotFound, Refused
from posapp.loyalty.joining import joined
from posapp.loyalty.ledger import EVERYBODY, Account, Entry, balance, expiries, past_its_day, post
from posapp.loyalty.members import NOBODY, Member, PastSale, Standing
from posapp.loyalty.money import Shop
from posapp.loyalty.outcome import Quote
from posapp.loyalty.posting import what_comes
from posapp.loyalty.programs.base import Program
from posapp.loyalty.quote import levels, open_sale, quote
from posapp.loyalty.returns import Returned, SaleRecord, take_back, void

Accounts = Mapping[str, Account]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSale:
    """A sale that was taken: its `kept` record as returns leave it, in the form in which a store keeps it."""

    id: str
    card: str | None
    kept: str

    @property
    def record(self) -> SaleRecord:
        """The record, read as after a restart."""
        return SaleRecord.from_json(self.kept)


class PaperShop:
    """One shop. Customers go by the label of their card, which is the member's id, too; gift cards by their code.

    `posted` are all entries ever, with the document that posted them; nothing is taken from it.
    """

    def __init__(self, shop: Shop, products: Iterable[Product], programs: Iterable[Program]) -> None:
        self.catalogue = Catalogue.of(shop, tuple(programs))
        self.products = by_id(products)
        self.zone = ZoneInfo(shop.timezone)
        self.members: dict[str, Member] = {}
        self.accounts: dict[str, Accounts] = {}
        self.sales: dict[str, PaperSale] = {}
        self.posted: list[tuple[str, Entry]] = []
        self._past: dict[str, tuple[str | None, PastSale]] = {}
        self._told: dict[str, Accounts] = {}

    def local(self, moment: datetime) -> datetime:
        """A moment by the shop's own clock."""
        return moment.astimezone(self.zone)

    def member(self, card: str) -> Member:
        """Who holds the card; `NotFound`."""
        if card not in self.members:
            raise NotFound.because("rehearse.no_card", card=card)
        return self.members[card]

    def sale(self, name: str) -> PaperSale:
        """An earlier sale; `NotFound`."""
        if name not in self.sales:
            raise NotFound.because("rehearse.no_sale", sale=name)
        return self.sales[name]

    def standing(self, card: str | None) -> Standing:
        """What the ledger says of a customer now."""
        shared = self.accounts.get(EVERYBODY, {})
        others = {
            holder: self._told.get(holder, accounts)
            for holder, accounts in self.accounts.items()
            if holder not in (card, EVERYBODY)
        }
        if card is None:
            return replace(NOBODY, shared=shared, others=others)
        member = self.members.get(card)
        household = [
            other.id
            for other in self.members.values()
            if member is not None and member.household and other.household == member.household and other is not member
        ]
        history = tuple(past for holder, past in self._past.values() if holder == card)
        return Standing(
            accounts=self.accounts.get(card, {}),
            shared=shared,
            others=others,
            household=tuple(household),
            visits=len(history),
            spent_minor=sum(sale.paid_minor for sale in history),
            history=history,
        )

    def balances(self, card: str | None, *, on: date) -> dict[str, int]:
        """What the customer has by program, and what is on each gift card by its label."""
        own = held(self.catalogue, self.standing(card), on=on) if card in self.members else {}
        cards = {
            label(holder): sum(balance(account, on=on) for account in accounts.values())
            for holder, accounts in self.accounts.items()
            if holder.startswith(_GIFT)
        }
        return {**own, **cards}

    def levels(self, card: str | None, *, moment: datetime) -> dict[str, str]:
        """The level the customer holds in each tier program, "" for none yet."""
        if card not in self.members:
            return {}
        held = levels(self.catalogue, member=self.members[card], standing=self.standing(card), moment=moment)
        return {rule.id: held.get(rule.id, "") for rule in self.catalogue.rules if rule.ranks_members}

    def enrol(self, member: Member, *, moment: datetime, document: str) -> None:
        """A new member, with what the programs give on joining."""
        if member.id in self.members:
            raise Refused.because("rehearse.card_held", card=member.id)
        standing = self.standing(None)
        entries = joined(self.catalogue, member, moment=moment, document=document, standing=standing)
        self.members[member.id] = member
        self._post(document, entries)

    def quote(self, basket: Basket, *, card: str | None, moment: datetime, sale: str) -> Quote:
        """What the basket would cost and bring; nothing is kept."""
        if not basket.lines:
            raise Refused.because("rehearse.empty_basket")
        member = self.member(card) if card is not None else None
        return quote(
            self.catalogue, basket=basket, member=member, standing=self.standing(card), moment=moment, sale=sale
        )

    def sell(self, basket: Basket, *, card: str | None, moment: datetime, sale: str, name: str | None = None) -> Quote:
        """Take the sale. Later steps find it under `name`, or under its id."""
        quoted = self.quote(basket, card=card, moment=moment, sale=sale)
        record = SaleRecord.of(quoted, self.catalogue)
        self._post(sale, quoted.entries)
        self._keep(name or sale, PaperSale(id=sale, card=card, kept=record.to_json()), record)
        return quoted

    def take_back(self, name: str, *, lines: Mapping[int, int], moment: datetime, document: str) -> Returned:
        """Units of lines, by index, come back."""
        sale = self.sale(name)
        returned = take_back(
            self.catalogue,
            sale.record,
            lines=lines,
            standing=self.standing(sale.card),
            moment=moment,
            document=document,
            member=self.members.get(sale.card or ""),
        )
        return self._undone(name, sale, returned, document)

    def void(self, name: str, *, moment: datetime, document: str) -> Returned:
        """Undo a whole sale of the same day."""
        sale = self.sale(name)
        returned = void(
            self.catalogue,
            sale.record,
            standing=self.standing(sale.card),
            moment=moment,
            document=document,
            member=self.members.get(sale.card or ""),
        )
        return self._undone(name, sale, returned, document)

    def _undone(self, name: str, sale: PaperSale, returned: Returned, document: str) -> Returned:
        self._post(document, returned.entries)
        self._keep(name, replace(sale, kept=returned.record.to_json()), returned.record)
        return returned

    def _keep(self, name: str, sale: PaperSale, record: SaleRecord) -> None:
        self.sales[name] = sale
        past = record.past()
        if past is None:
            self._past.pop(sale.id, None)
        else:
            self._past[sale.id] = (sale.card, past)

    def adjust(self, card: str, *, program: str, amount: int, moment: datetime, document: str) -> None:
        """Correct a balance by hand."""
        member = self.member(card)
        if not amount:
            raise Refused.because("rehearse.adjust_nothing")
        entries = corrected(
            self.catalogue,
            program=program,
            amount=amount,
            member=member,
            standing=self.standing(card),
            moment=moment,
            document=document,
        )
        self._post(document, entries)

    def join(self, card: str, club: str, *, moment: datetime) -> None:
        """Become one of a club that some program defines."""
        self.members[card] = joined_club(
            self.catalogue, self.member(card), club, standing=self.standing(card), moment=moment
        )

    def leave(self, card: str, club: str) -> None:
        """Leave a club."""
        self.members[card] = left_club(self.catalogue, self.member(card), club)

    def close_day(self, *, on: date, document: str) -> None:
        """Write off what has expired before that day, and what is left in programs that have ended."""
        over = self.catalogue.ended(on)
        for holder, accounts in tuple(self.accounts.items()):
            self._post(document, expiries(accounts, holder=holder, on=on, over=over))

    def bring(self, *, moment: datetime, document: str) -> None:
        """What the day brings to members by itself, as far as it did not come with a sale of theirs."""
        for member in tuple(self.members.values()):
            standing, sale = self.standing(member.id), f"{document}/{member.id}"
            facts = open_sale(
                self.catalogue, basket=Basket(), member=member, standing=standing, moment=moment, sale=sale
            )
            self._post(document, what_comes(self.catalogue, facts))

    def _post(self, document: str, entries: Iterable[Entry]) -> None:
        by_holder: dict[str, list[Entry]] = {}
        for entry in entries:
            by_holder.setdefault(entry.holder, []).append(entry)
            self.posted.append((document, entry))
        for holder, of_one in by_holder.items():
            self.accounts[holder] = post(self.accounts.get(holder, {}), of_one)
            if holder not in self.members and holder != EVERYBODY:  # a code: what was written off can still be told
                kept = (entry for entry in of_one if not past_its_day(entry))
                self._told[holder] = post(self._told.get(holder, {}), kept)


_GIFT = "gift:"


def code(written: str) -> str:
    """The code of the gift card that a scenario calls so: no member's label can be one."""
    return f"{_GIFT}{written}"


def label(holder: str) -> str:
    """What a scenario calls the gift card with that code; anything else stands for itself."""
    return holder.removeprefix(_GIFT)
