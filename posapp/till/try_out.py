"""A program that is still being written, tried before it is kept: on one basket, and on customers in a rehearsal.

Nothing is kept and nothing that is sold meanwhile knows of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from posapp.loyalty.basket import Basket, Product
from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.definitions import product_document, programs_with, read_basket, read_programs
from posapp.loyalty.documents import Reader
from posapp.loyalty.errors import Refused
from posapp.loyalty.members import Member, Standing
from posapp.loyalty.outcome import Quote
from posapp.loyalty.programs.base import Program
from posapp.loyalty.quote import quote
from posapp.loyalty.scenario import Rehearsal, Say, rehearse
from posapp.loyalty.words import Text
from posapp.store import programs as kept
from posapp.till import products
from posapp.till.cardview import get_member, standing_of
from posapp.till.context import SHOP_SETTING, Till
from posapp.till.references import words_in, words_of

NEW_MEMBER = "new"
"""Stands for somebody who joined a moment ago and has nothing yet."""

_FOLDER = "rehearsals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A basket to try a program on, in the form of a scenario's sale; `member` is an id, `NEW_MEMBER`, or None for a
    customer without a card; `moment` is now if not given. A new member has a card of `card_type`."""

    basket: Mapping[str, Any]
    member: str | None = None
    card_type: str = ""
    moment: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """What the sample would cost and bring. `dropped` says why what was to be redeemed is not possible any more;
    `card_types` are those that the programs which were tried look for."""

    quote: Quote
    dropped: Refused | None = None
    card_types: tuple[str, ...] = ()


def price(till: Till, documents: Sequence[Any], sample: Sample) -> Priced:
    """The sample at the price that it would have with these programs among the shop's others that are on.

    `BadDefinition` where a program cannot be right, `Refused` where the basket cannot be sold. What cannot be redeemed
    is left out and said.
    """
    till.look_again()
    programs = read_programs(together(till, documents))
    catalogue = Catalogue.of(till.shop, programs, till.catalogue.versions)
    types = _card_types(programs[: len(documents)])
    written = _with_cards(sample.basket, catalogue, "sample")
    basket = read_basket(written, _products(till, written)) if written.get("lines") else Basket()
    moment = sample.moment or till.now()
    if sample.member == NEW_MEMBER:
        member: Member | None = Member(id=NEW_MEMBER, name="", joined=moment.date(), card_type=sample.card_type)
        nobody = standing_of(till, None, catalogue=catalogue)
        standing = Standing(shared=nobody.shared)
    else:
        member = get_member(till, sample.member) if sample.member is not None else None
        standing = standing_of(till, member, catalogue=catalogue)

    def asked(basket: Basket) -> Quote:
        return quote(catalogue, basket=basket, member=member, standing=standing, moment=moment, sale="sample")

    try:
        return Priced(quote=asked(basket), card_types=types)
    except Refused as refusal:
        if not basket.redeem:
            raise
        return Priced(quote=asked(Basket(lines=basket.lines)), dropped=refusal, card_types=types)


def _card_types(programs: Sequence[Program]) -> tuple[str, ...]:
    return tuple(sorted({word for program in programs for word in words_in(program, "card_type")}))


def together(till: Till, documents: Sequence[Any]) -> list[Any]:
    """These programs, and the shop's others that are on."""
    ids = {each.get("id") for each in documents if isinstance(each, Mapping)}
    others = [each for each in kept.all_programs(till.database) if each.on and each.id not in ids]
    return [*documents, *(dict(each.document) for each in others if each.id in till.catalogue.programs)]


def goods_for(till: Till, documents: Sequence[Any], *, limit: int = 2) -> tuple[Product, ...]:
    """Goods to try these programs on: those that they name, else some of the categories that they name, else any."""
    words = set(words_of(list(documents)))
    named = tuple(products.some(till, sorted(words)).values())
    found = products.find(till, limit=200)
    of_category = tuple(product for product in found if words.intersection(product.categories))
    return (named or of_category or tuple(found))[:limit]


def scenario(till: Till, documents: Sequence[Any], steps: Sequence[Any], *, title: str = "") -> dict[str, Any]:
    """The shop, these programs with its others, and the steps, as the scenario that `rehearse` takes."""
    sold = [
        line.get("product")
        for step in steps
        for kind in ("sale", "quote")
        for line in step.get(kind, {}).get("lines", ())
    ]
    known = products.some(till, [each for each in sold if isinstance(each, str)])
    programs = together(till, documents)
    catalogue = Catalogue.of(till.shop, programs_with(Reader(), programs))
    return {
        **({"title": title} if title else {}),
        "shop": dict(till.settings[SHOP_SETTING]),
        "products": [product_document(product) for product in known.values()],
        "programs": programs,
        "steps": [_with_card_sold(step, catalogue, n) for n, step in enumerate(steps)],
    }


def _with_card_sold(step: Mapping[str, Any], catalogue: Catalogue, number: int) -> dict[str, Any]:
    sold = {kind: _with_cards(step[kind], catalogue, str(number)) for kind in ("sale", "quote") if kind in step}
    return {**step, **sold}


def _with_cards(basket: Mapping[str, Any], catalogue: Catalogue, of: str) -> dict[str, Any]:
    """The basket with a card of its own for each line that sells stored money: at a till it would be taken from a
    drawer and scanned."""
    lines = basket.get("lines")
    if not isinstance(lines, list):
        return dict(basket)
    numbered = [
        {**line, "gift_card": f"card {of}.{n}"}
        if isinstance(line, dict) and line.get("product") in catalogue.no_goods and "gift_card" not in line
        else line
        for n, line in enumerate(lines)
    ]
    return {**basket, "lines": numbered}


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What came of a rehearsal; `names` is what people call its programs, and what those define."""

    rehearsal: Rehearsal
    names: Mapping[str, Text]
    card_types: tuple[str, ...] = ()


def play(till: Till, documents: Sequence[Any], steps: Sequence[Any], *, say: Say) -> Played:
    """Rehearse the steps in a shop on paper; what is wrong with the script stands in its faults."""
    till.look_again()
    script = scenario(till, documents, steps)
    programs = programs_with(Reader(), script["programs"])
    words = [word for program in programs for word in program.named()]
    names = {**dict(words), **{program.id: program.name for program in programs}}
    tried = {document.get("id") for document in documents if isinstance(document, Mapping)}
    types = _card_types([program for program in programs if program.id in tried])
    return Played(rehearsal=rehearse(script, say=say), names=names, card_types=types)


def rehearsal_file(till: Till, program: str) -> Path:
    """Where the steps for a program are kept: beside the shop's file, so that `posapp rehearse` finds them too."""
    return Path(till.database.path).parent / _FOLDER / f"{program}.json"


def keep_steps(till: Till, documents: Sequence[Any], steps: Sequence[Any], *, program: str, title: str) -> Path:
    """Write the steps as a scenario file. `Refused` where the disk takes nothing."""
    file = rehearsal_file(till, program)
    written = json.dumps(scenario(till, documents, steps, title=title), ensure_ascii=False, indent=1, default=str)
    try:
        file.parent.mkdir(exist_ok=True)
        file.write_text(written + "\n", encoding="utf-8")
    except OSError as error:
        raise Refused.because("try_out.not_written", file=str(file)) from error
    return file


def kept_steps(till: Till, program: str) -> list[dict[str, Any]]:
    """The steps that were kept for a program; none where there are none, or where they cannot be read."""
    try:
        written = json.loads(rehearsal_file(till, program).read_text(encoding="utf-8"))
        return [step for step in written["steps"] if isinstance(step, dict)]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _products(till: Till, basket: Mapping[str, Any]) -> Mapping[str, Any]:
    named = [line.get("product") for line in basket.get("lines", ()) if isinstance(line, Mapping)]
    return products.some(till, [each for each in named if isinstance(each, str)])
