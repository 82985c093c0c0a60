"""Programs and products, as the owner loads them at headquarters; every till gets what changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from posapp.hq import feed
from posapp.hq.desk import Desk
from posapp.loyalty.definitions import product_document, program_document, read_products, read_programs
from posapp.loyalty.documents import read_json
from posapp.loyalty.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """How many documents were new or changed, and how many were there already as they are."""

    changed: int
    same: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptProgram:
    """A program in its newest version."""

    id: str
    version: int
    on: bool
    document: dict[str, Any]


def _listed(text: str, name: str) -> Any:
    """The list in a file: the list itself, or under its name, or one document alone."""
    read = read_json(text)
    if isinstance(read, dict):
        return read.get(name, [read])
    return read


def programs(desk: Desk) -> list[KeptProgram]:
    """All programs, by id, each in its newest version."""
    rows = desk.db.rows(
        "SELECT id, version, is_on, document FROM programs p"
        " WHERE version = (SELECT max(version) FROM programs WHERE id = p.id) ORDER BY id"
    )
    return [KeptProgram(id=row[0], version=row[1], on=bool(row[2]), document=json.loads(row[3])) for row in rows]


def load_programs(desk: Desk, text: str) -> Loaded:
    """Add the programs of a JSON file, or replace those of the same ids, and switch them on.

    They are read together with those that stay, since one may name another's tier. `BadDefinition` has every
    fault, and nothing is loaded then.
    """
    documents = _listed(text, "programs")
    kept = {program.id: program for program in programs(desk)}
    given = {document.get("id") for document in documents} if _are_objects(documents) else set()
    staying = [program.document for program in kept.values() if program.on and program.id not in given]
    kinds = {program.id: str(program.document["kind"]) for program in kept.values() if _has_entries(desk, program.id)}
    together = [*documents, *staying] if isinstance(documents, list) else documents
    read = read_programs(together, kinds_in_use=kinds)[: len(documents)]
    changed = 0
    for program in read:
        document, before = program_document(program), kept.get(program.id)
        if before is None or not before.on or before.document != document:
            _keep_program(desk, program.id, before, document=document, on=True)
            changed += 1
    return Loaded(changed=changed, same=len(read) - changed)


def switch_program(desk: Desk, program_id: str, *, on: bool) -> None:
    """Switch a program on or off at every till; `NotFound` where there is none."""
    before = next((program for program in programs(desk) if program.id == program_id), None)
    if before is None:
        raise NotFound.because("hq.no_such_program", program=program_id)
    if before.on != on:
        _keep_program(desk, program_id, before, document=before.document, on=on)


def load_products(desk: Desk, text: str) -> Loaded:
    """Add the products of a JSON file, or replace those of the same ids. `BadDefinition` with every fault."""
    read = read_products(_listed(text, "products"))
    changed = []
    for product in read:
        document = _written(product_document(product))
        if desk.db.value("SELECT document FROM products WHERE id = ?", (product.id,)) != document:
            desk.db.execute(
                "INSERT OR REPLACE INTO products (id, document, loaded) VALUES (?, ?, ?)",
                (product.id, document, desk.moment),
            )
            changed.append(product.id)
    feed.publish(desk, [("product", product, 0) for product in changed], audience=feed.EVERY_TILL)
    return Loaded(changed=len(changed), same=len(read) - len(changed))


def _are_objects(documents: object) -> bool:
    return isinstance(documents, list) and all(isinstance(document, dict) for document in documents)


def _has_entries(desk: Desk, program: str) -> bool:
    sql = "SELECT 1 FROM balances WHERE account = ? OR account >= ? AND account < ? LIMIT 1"
    return desk.db.value(sql, (program, f"{program}#", f"{program}$")) is not None


def _keep_program(desk: Desk, program: str, before: KeptProgram | None, *, document: dict[str, Any], on: bool) -> None:
    version = before.version + 1 if before else 1
    desk.db.execute(
        "INSERT INTO programs (id, version, is_on, document, loaded) VALUES (?, ?, ?, ?, ?)",
        (program, version, on, _written(document), desk.moment),
    )
    feed.publish(desk, [("program", program, 0)], audience=feed.EVERY_TILL)


def _written(document: dict[str, Any]) -> str:
    return json.dumps(document, sort_keys=True, ensure_ascii=False)
