"""The published file of a draw, and what anybody finds who checks it: without the shop, its database or its word.

The form is the one of `docs/programs/prize_draw.md`. `check` works every win and every loss out anew from the seed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from posapp.loyalty.documents import Reader
from posapp.loyalty.draws import Draws, Winner, commitment, prize_of, winners, wins
from posapp.loyalty.words import Reason, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one sale: a prize (from 0) or None; or, where `back`, that the prize of an earlier one came back.

    `left` says how many of each prize were left when it was played, where other tills had won some meanwhile.
    """

    sale: str
    receipt: str = ""
    prize: int | None = None
    back: bool = False
    left: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """What can be won, and how many of it there are."""

    gift: Text
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many entries somebody had."""

    holder: str
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Won:
    """Who won which prize (from 0)."""

    prize: int
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A draw as it is shown to the world. `seed` is None until it is over; holders are members' ids, never names.

    `promised` and `held` are moments in ISO 8601; `digest` is the SHA-256 of all the rest.
    """

    draw: str
    name: Text
    commitment: str
    promised: str
    prizes: tuple[Gift, ...]
    seed: str | None = None
    chance: Decimal | None = None
    results: tuple[Result, ...] = ()
    held: str | None = None
    entries: tuple[Share, ...] = ()
    winners: tuple[Won, ...] = ()
    digest: str = ""

    @property
    def counts(self) -> tuple[int, ...]:
        """How many there are of each prize."""
        return tuple(prize.count for prize in self.prizes)

    def document(self) -> dict[str, Any]:
        """The JSON form."""
        found: dict[str, Any] = {
            "draw": self.draw,
            "name": self.name.written(),
            "commitment": self.commitment,
            "promised": self.promised,
            "seed": self.seed,
            "chance": None if self.chance is None else f"{self.chance:f}",
            "prizes": [{"gift": prize.gift.written(), "count": prize.count} for prize in self.prizes],
            "results": [_result(each) for each in self.results],
            "held": self.held,
            "entries": [{"holder": each.holder, "entries": each.entries} for each in self.entries],
            "winners": [{"prize": each.prize, "holder": each.holder} for each in self.winners],
        }
        return {**found, "digest": self.digest} if self.digest else found

    def sealed(self) -> Published:
        """The same with its digest."""
        return replace(self, digest=_digest(replace(self, digest="")))


def published(
    rule: Draws,
    *,
    promised: str,
    shown: bool,
    results: Sequence[Result] = (),
    held: str | None = None,
    entries: Mapping[str, int] | None = None,
    won: Sequence[Winner] = (),
) -> Published:
    """A draw ready to be shown; the seed only where it may be `shown`."""
    shares = sorted((entries or {}).items())
    return Published(
        draw=rule.id,
        name=rule.name,
        commitment=commitment(rule.seed),
        promised=promised,
        prizes=tuple(Gift(gift=gift, count=count) for gift, count in rule.prizes),
        seed=rule.seed if shown else None,
        chance=rule.chance,
        results=tuple(results),
        held=held,
        entries=tuple(Share(holder=holder, entries=count) for holder, count in shares),
        winners=tuple(Won(prize=each.prize, holder=each.holder) for each in won),
    ).sealed()


def read_published(document: object) -> Published:
    """The file as it was published. Raises `BadDefinition` with every fault of its form."""
    reader = Reader()
    if isinstance(document, Mapping):
        document = {name: value for name, value in document.items() if value is not None}
        if isinstance(document.get("results"), list):
            document["results"] = [_without_none(each) for each in document["results"]]
    read = reader.record(Published, document, "")
    reader.refuse()
    assert isinstance(read, Published)
    return read


def check(draw: Published) -> Iterator[Reason]:
    """Everything in which the file is not what follows from the seed; nothing where all is right.

    `draw.seed` must be there; without it only the digest can be checked.
    """
    if draw.digest != _digest(replace(draw, digest="")):
        yield Reason("draw.check_digest")
    if draw.seed is None:
        return
    found = commitment(draw.seed)
    if found != draw.commitment:
        yield Reason.of("draw.check_commitment", found=found, promised=draw.commitment)
    if draw.chance is not None:
        yield from _check_results(draw, draw.seed, draw.chance)
    if draw.held is not None or draw.winners:
        yield from _check_winners(draw, draw.seed)


def _check_results(draw: Published, seed: str, chance: Decimal) -> Iterator[Reason]:
    left = list(draw.counts)
    won: dict[str, int | None] = {}
    for each in draw.results:
        if each.back:
            before = won.get(each.sale)
            if before is None or before != each.prize:
                yield Reason.of("draw.check_back", sale=each.sale)
                continue
            won[each.sale] = None
            left[before] += 1
            continue
        if each.sale in won:
            yield Reason.of("draw.check_twice", sale=each.sale)
        if each.left:
            left = list(each.left)
            if len(left) != len(draw.counts) or any(n < 0 or n > draw.counts[prize] for prize, n in enumerate(left)):
                yield Reason.of("draw.check_left", sale=each.sale)
                return
        right: int | None = None
        if any(left) and wins(seed, draw.draw, each.sale, chance=chance):
            right = prize_of(seed, draw.draw, each.sale, left=left)
        yield from _compared(draw, each.sale, right, each.prize)
        won[each.sale] = right
        if right is not None:
            left[right] -= 1


def _compared(draw: Published, sale: str, right: int | None, told: int | None) -> Iterator[Reason]:
    if right == told:
        return
    if told is None:
        yield Reason.of("draw.check_won", sale=sale, gift=_gift(draw, right))
    elif right is None:
        yield Reason.of("draw.check_lost", sale=sale, gift=_gift(draw, told))
    else:
        yield Reason.of("draw.check_other", sale=sale, gift=_gift(draw, right), other=_gift(draw, told))


def _gift(draw: Published, prize: int | None) -> Text:
    there = prize is not None and 0 <= prize < len(draw.prizes)
    return draw.prizes[prize].gift if there else Text(str(prize))  # type: ignore[index]  # judged a line before


def _check_winners(draw: Published, seed: str) -> Iterator[Reason]:
    holders = [share.holder for share in draw.entries]
    if holders != sorted(set(holders)):
        yield Reason("draw.check_order")
    shares = {share.holder: share.entries for share in draw.entries}
    right = [(each.prize, each.holder) for each in winners(seed, draw.draw, entries=shares, counts=draw.counts)]
    told = [(each.prize, each.holder) for each in draw.winners]
    for n in range(max(len(right), len(told))):
        one, other = _at(right, n), _at(told, n)
        if one != other:
            nobody = Reason("draw.nobody")
            member, says = (one[1] if one else nobody), (other[1] if other else nobody)
            yield Reason.of("draw.check_winner", count=n + 1, member=member, other=says)


def _at(pairs: Sequence[tuple[int, str]], n: int) -> tuple[int, str] | None:
    return pairs[n] if n < len(pairs) else None


def _result(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = {"sale": result.sale, "receipt": result.receipt, "prize": result.prize}
    if result.left:
        found["left"] = list(result.left)
    return {**found, "back": True} if result.back else found


def _without_none(written: object) -> object:
    if not isinstance(written, Mapping):
        return written
    return {name: value for name, value in written.items() if value is not None and (name, value) != ("receipt", "")}


def _digest(draw: Published) -> str:
    text = json.dumps(draw.document(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def counted(results: Iterable[Result]) -> tuple[int, int]:
    """How many sales took part, and how many of them won."""
    sales = [each for each in results if not each.back]
    return len(sales), sum(each.prize is not None for each in sales)
