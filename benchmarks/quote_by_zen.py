"""The fifty programs of `benchmarks.quote` as a model of the Rust engine ZEN (`zen-engine`), compiled once.

Percentages, groups, thresholds and points are decision tables of its own kind, the best of each is an expression, and
so is what each program took, rounded to the shop's unit, or why it took nothing and how much is missing. It is written
to be quick: nothing is worked out twice, one pass over the lines, only what is read is handed over. What the engine
cannot do (spread a rounded amount over the lines by largest remainder, name the program that gave more on the dearest
goods, post, draw the card) is done to its result by `benchmarks.quote_from_zen`, as the programmer of a till would.
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
        rows.append(([product, category], [f"'{each['id']}'", str(each["rate"])]))
    return _table("percent", ["product", "categories"], ["id", "rate"], rows, collect=True, lines=True)


def _groups(programs: Sequence[Document]) -> dict[str, Any]:
    rows = [([_has(each["scope"]["categories"][0])], [f"'{each['id']}'", str(each["buy"] + 1)]) for each in programs]
    return _table("group", ["categories"], ["id", "size"], rows, collect=False, lines=True)


def _thresholds(programs: Sequence[Document]) -> dict[str, Any]:
    rows = [([f">= {each['scope']['min_amount']}"], [f"'{each['id']}'", str(each["rate"])]) for each in programs]
    return _table("sale", ["list"], ["id", "rate"], rows, collect=True)


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
        rows.append(([""], [f"'{each['id']}'", amount, times]))
    return _table("earned", ["card"], ["id", "amount", "times"], rows, collect=True)


_EXPRESSIONS = {
    "deal": [
        ("list", "sum(map(lines, #.price * #.quantity))"),
        (
            "off",
            (
                "map([0..len(lines) - 1] as i, line = lines[i]; pair = group[i]; rates = percent[i]; n = len(rates);"
                " rate = n > 0 ? rates[n - 1].rate : 0;"
                " times = rate * pair.size < 100 ? floor(line.quantity / pair.size) : 0;"
                " rest = (line.quantity - times * pair.size) * line.price;"
                " {categories: line.categories, wanted: map(rates, #.id), taker: n > 0 ? rates[n - 1].id : '',"
                " group: pair.id, short: pair.size - line.quantity, total: line.price * line.quantity,"
                " free: times * line.price, rest: rest, cheaper: rest * rate / 100})"
            ),
        ),
        ("left", "sum(map($.off, #.total - #.free - #.cheaper))"),
        ("wanted", "flatMap($.off, #.wanted)"),
    ],
    "pay": [
        ("rate", "len(sale) > 0 ? max(map(sale, #.rate)) : 0"),
        ("paid", "left * (100 - $.rate) / 100"),
        (
            "paidLines",
            "map(off, {categories: #.categories, paid: (#.total - #.free - #.cheaper) * (100 - $.rate) / 100})",
        ),
    ],
    "give": [("lines", "off"), ("answers", "answers"), ("earned", "earned")],
}
"""What is worked out on the way, each thing once; at the end only what a till reads is handed over."""


def _answers(by_kind: Mapping[str, Sequence[Document]]) -> list[tuple[str, str]]:
    """What each program that takes money off took, rounded, or why it took nothing: ``nothing`` is there for it, so
    much is ``missing``, or another is ``better``. Expressions: what one works out another can use, as no cell of a
    table can."""
    found: list[tuple[str, str]] = []
    rows: list[str] = []
    for each in by_kind["percent"]:
        id_ = each["id"]
        found.append((f"of.{id_}", f"sum(map(filter(off, #.taker == '{id_}'), #.cheaper))"))
        why_not = f"$.of.{id_} > 0 ? '' : '{id_}' in wanted ? 'better' : 'nothing'"
        rows.append(f"{{id: '{id_}', off: round($.of.{id_} / 10) * 10, why_not: {why_not}}}")
    for each in by_kind["group"]:
        id_ = each["id"]
        of = f"$.of.{id_}"
        found.append((f"of.{id_}", f"filter(off, #.group == '{id_}')"))
        off, short = f"round(sum(map({of}, #.free)) / 10) * 10", f"min(map({of}, #.short))"
        rows.append(
            f"len({of}) == 0 ? {{id: '{id_}', off: 0, why_not: 'nothing'}} :"
            f" {{id: '{id_}', off: {off}, why_not: 'missing', missing: {short}}}"
        )
    for each in by_kind["sale"]:
        id_, rate, least = each["id"], each["rate"], each["scope"]["min_amount"]
        rows.append(
            f"rate == {rate} ? {{id: '{id_}', off: round(left * {rate} / 1000) * 10, why_not: ''}} :"
            f" {{id: '{id_}', off: 0, why_not: list < {least} ? 'missing' : 'better', missing: {least} - list}}"
        )
    return [*found, ("answers", f"[{', '.join(rows)}]")]


def model(programs: Sequence[Document]) -> str:
    """The programs as one JSON Decision Model."""
    by_kind: dict[str, list[Document]] = {"percent": [], "group": [], "sale": [], "earned": []}
    for each in programs:
        scope = each.get("scope", {})
        named = scope.get("products") or scope.get("categories")
        of = {"buy_get": "group", "points": "earned"}.get(each["kind"], "percent" if named else "sale")
        by_kind[of].append(each)

    def expressions(id_: str) -> dict[str, Any]:
        said = _answers(by_kind) if id_ == "answers" else _EXPRESSIONS[id_]
        rows = [{"id": f"{id_}-{key}", "key": key, "value": value} for key, value in said]
        return _node(id_, "expressionNode", {"expressions": rows})

    chain = [
        _node("request", "inputNode"),
        _percentages(by_kind["percent"]),
        _groups(by_kind["group"]),
        expressions("deal"),
        _thresholds(by_kind["sale"]),
        expressions("pay"),
        expressions("answers"),
        _points(by_kind["earned"]),
        expressions("give"),
        _node("response", "outputNode"),
    ]
    for node in chain[1:-1]:
        node["content"]["passThrough"] = node["id"] != "give"
    edges = [
        {"id": f"e{n}", "type": "edge", "sourceId": first["id"], "targetId": second["id"]}
        for n, (first, second) in enumerate(itertools.pairwise(chain))
    ]
    return json.dumps({"nodes": chain, "edges": edges})


def evaluated(
    programs: Sequence[Document], lines: Sequence[Line], *, card: str, weekday: str
) -> Callable[[], Mapping[str, Any]]:
    """The answer of the engine to one basket, ready to be asked for again and again. `ImportError` without it."""
    import zen

    decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(model(programs)))

    def asked() -> Mapping[str, Any]:
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
        found: Mapping[str, Any] = decision.evaluate(basket)["result"]
        return found

    return asked
