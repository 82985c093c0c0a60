"""The fifty programs of `benchmarks.quote` as a model of the Rust engine ZEN (`zen-engine`), compiled once.

Percentages, groups, thresholds and points are decision tables of its own kind, the best of each is an expression, and
a last table says what each program took, rounded to the shop's unit, and its reason, or why it took nothing. It still
does less than a quote: amounts are no whole numbers, nothing is spread over the lines, nothing is posted, no card is
drawn, and its sentences say less.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from posapp.loyalty.basket import Line

Document = Mapping[str, Any]


def _node(id_: str, kind: str, content: Document | None = None) -> dict[str, Any]:
    node: dict[str, Any] = {"id": id_, "name": id_, "type": kind, "position": {"x": 0, "y": 0}}
    return node if content is None else {**node, "content": content}


def _table(
    id_: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    rows: Sequence[tuple[Sequence[str], Sequence[str]]],
    *,
    collect: bool,
    lines: bool = False,
) -> dict[str, Any]:
    """A decision table; with `lines` it is asked for each line of the basket."""
    fields = [{"id": f"i{n}", "name": each, "field": each} for n, each in enumerate(inputs)]
    results = [{"id": f"o{n}", "name": each, "field": each} for n, each in enumerate(outputs)]
    rules = [
        {
            "_id": f"{id_}-{row}",
            **{f"i{n}": cell for n, cell in enumerate(cells)},
            **{f"o{n}": cell for n, cell in enumerate(values)},
        }
        for row, (cells, values) in enumerate(rows)
    ]
    content: dict[str, Any] = {"hitPolicy": "collect" if collect else "first", "rules": rules}
    content |= {"inputs": fields, "outputs": results, "passThrough": False, "outputPath": id_}
    content |= {"executionMode": "loop", "inputField": "lines"} if lines else {"executionMode": "single"}
    return _node(id_, "decisionTableNode", content)


def _has(category: str) -> str:
    return f"contains($, '{category}')"


def _percentages(programs: Sequence[Document]) -> dict[str, Any]:
    """Rows by rising rate: the last that holds for a line is the best."""
    rows: list[tuple[list[str], list[str]]] = []
    for each in sorted(programs, key=lambda each: float(each["rate"])):
        scope = each["scope"]
        product = f"'{scope['products'][0]}'" if "products" in scope else f"$ != '{scope['except_products'][0]}'"
        category = _has(scope["categories"][0]) if "categories" in scope else ""
        rows.append(([product, category], [f"'{each['id']}'", str(each["rate"]), f"'{each['rate']} % off'"]))
    return _table("percent", ["product", "categories"], ["id", "rate", "reason"], rows, collect=True, lines=True)


def _groups(programs: Sequence[Document]) -> dict[str, Any]:
    rows = [
        ([_has(each["scope"]["categories"][0])], [f"'{each['id']}'", str(each["buy"] + 1), "'one free'"])
        for each in programs
    ]
    return _table("group", ["categories"], ["id", "size", "reason"], rows, collect=False, lines=True)


def _thresholds(programs: Sequence[Document]) -> dict[str, Any]:
    rows = [
        ([f">= {each['scope']['min_amount']}"], [f"'{each['id']}'", str(each["rate"]), f"'{each['rate']} % off'"])
        for each in programs
    ]
    return _table("sale", ["list"], ["id", "rate", "reason"], rows, collect=True)


def _points(programs: Sequence[Document]) -> dict[str, Any]:
    rows = []
    for each in programs:
        earn = each["earn"]
        bend: Document = next(iter(each.get("curve", ())), {})
        cards, days = bend.get("audience", {}).get("card_types"), bend.get("active", {}).get("weekdays")
        paid = "paid"
        if "scope" in each:
            paid = f"sum(map(filter(paidLines, contains(#.categories, '{each['scope']['categories'][0]}')), #.paid))"
        times = "1"
        if cards:
            times = f"(card == '{cards[0]}' ? {bend['times']} : 1)"
        elif days:
            times = f"(weekday in {json.dumps(days)} ? {bend['times']} : 1)"
        amount = f"floor({paid} * {earn['points']} * {times} / {earn['per']})"
        rows.append(([""], [f"'{each['id']}'", amount, f"'{earn['points']} for every {earn['per']}'"]))
    return _table("earned", ["card"], ["id", "amount", "reason"], rows, collect=True)


_BEST = "len(#.percent) > 0 ? #.percent[len(#.percent) - 1].rate : 0"
"""Of a line joined with what the tables say of it: the best percentage."""

_EXPRESSIONS = {
    "deal": [
        ("list", "sum(map(lines, #.price * #.quantity))"),
        (
            "joined",
            "map([0..len(lines) - 1], {line: lines[#], percent: percent[#], size: group[#].size, group: group[#].id})",
        ),
        (
            "best",
            (
                f"map($.joined, {{line: #.line, group: #.group, size: #.size, rate: {_BEST},"
                " wanted: map(#.percent, #.id), percent: #.percent})"
            ),
        ),
        (
            "taken",
            (
                "map($.best, {line: #.line, rate: #.rate, group: #.group, size: #.size, wanted: #.wanted,"
                " times: #.rate * #.size < 100 ? floor(#.line.quantity / #.size) : 0, percent: #.percent})"
            ),
        ),
        (
            "off",
            (
                "map($.taken, {product: #.line.product, categories: #.line.categories, wanted: #.wanted,"
                " total: #.line.price * #.line.quantity, free: #.times * #.line.price, group: #.group, rate: #.rate,"
                " short: #.size - #.line.quantity, taker: len(#.wanted) > 0 ? #.wanted[len(#.wanted) - 1] : '',"
                " cheaper: (#.line.quantity - #.times * #.size) * #.line.price * #.rate / 100})"
            ),
        ),
        ("left", "sum(map($.off, #.total - #.free - #.cheaper))"),
    ],
    "pay": [
        ("rate", "len(sale) > 0 ? max(map(sale, #.rate)) : 0"),
        ("paid", "left * (100 - $.rate) / 100"),
        (
            "paidLines",
            "map(off, {categories: #.categories, paid: (#.total - #.free - #.cheaper) * (100 - $.rate) / 100})",
        ),
    ],
}


def _answers(by_kind: Mapping[str, Sequence[Document]]) -> dict[str, Any]:
    """A row for each program that takes money off: what it took, rounded, and its reason, or why it took nothing."""
    rows: list[tuple[list[str], list[str]]] = []

    def row(each: Document, exact: str, why: str, why_not: str) -> None:
        rounded = f"round({exact} / 10) * 10"
        rows.append(([""], [f"'{each['id']}'", rounded, f"{exact} > 0 ? '{why}' : {why_not}"]))

    for each in by_kind["percent"]:
        id_ = each["id"]
        exact = f"sum(map(filter(off, #.taker == '{id_}'), #.cheaper))"
        nobody = f"len(filter(off, contains(#.wanted, '{id_}'))) == 0"
        row(each, exact, f"{each['rate']} % off", f"({nobody} ? 'Nothing in the basket for it' : 'Another gives more')")
    for each in by_kind["group"]:
        of_it = f"filter(off, #.group == '{each['id']}')"
        missing = f"string(min(map({of_it}, #.short))) + ' more for a free one'"
        row(each, f"sum(map({of_it}, #.free))", "one free with each", f"(len({of_it}) == 0 ? 'Nothing' : {missing})")
    for each in by_kind["sale"]:
        rate, least = each["rate"], each["scope"]["min_amount"]
        distance = f"string({least} - list) + ' more to {rate} % off'"
        exact = f"(rate == {rate} ? left * {rate} / 100 : 0)"
        row(each, exact, f"{rate} % off", f"(list < {least} ? {distance} : 'Another gives more')")
    return _table("answers", ["card"], ["id", "off", "reason"], rows, collect=True)


def model(programs: Sequence[Document]) -> str:
    """The programs as one JSON Decision Model."""
    by_kind: dict[str, list[Document]] = {"percent": [], "group": [], "sale": [], "earned": []}
    for each in programs:
        scope = each.get("scope", {})
        named = scope.get("products") or scope.get("categories")
        of = {"buy_get": "group", "points": "earned"}.get(each["kind"], "percent" if named else "sale")
        by_kind[of].append(each)

    def expressions(id_: str) -> dict[str, Any]:
        rows = [{"id": f"{id_}-{key}", "key": key, "value": value} for key, value in _EXPRESSIONS[id_]]
        return _node(id_, "expressionNode", {"expressions": rows, "passThrough": True})

    chain = [
        _node("request", "inputNode"),
        _percentages(by_kind["percent"]),
        _groups(by_kind["group"]),
        expressions("deal"),
        _thresholds(by_kind["sale"]),
        expressions("pay"),
        _answers(by_kind),
        _points(by_kind["earned"]),
        _node("response", "outputNode"),
    ]
    for node in chain[1:-1]:
        node["content"]["passThrough"] = True
    edges = [
        {"id": f"e{n}", "type": "edge", "sourceId": first["id"], "targetId": second["id"]}
        for n, (first, second) in enumerate(itertools.pairwise(chain))
    ]
    return json.dumps({"nodes": chain, "edges": edges})


def by_zen(
    programs: Sequence[Document], lines: Sequence[Line], *, card: str, weekday: str
) -> Callable[[], Mapping[str, Any]]:
    """The answer of the engine to one basket, ready to be asked for again and again. `ImportError` without it."""
    import zen

    decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(model(programs)))
    basket = {
        "card": card,
        "weekday": weekday,
        "lines": [
            {
                "product": line.product,
                "categories": list(line.categories),
                "price": line.price_minor,
                "quantity": line.quantity,
            }
            for line in lines
        ],
    }

    def asked() -> Mapping[str, Any]:
        found: Mapping[str, Any] = decision.evaluate(basket)["result"]
        return found

    return asked
