"""The shop's loyalty programs: list, check, load, save, switch. Every version is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.definitions import programs_with, read_programs
from posapp.loyalty.documents import Reader
from posapp.loyalty.errors import BadDefinition, Fault, NotFound
from posapp.loyalty.programs.base import Program, Used
from posapp.loyalty.proposals import AnyRule
from posapp.loyalty.words import Reason, Text
from posapp.store import programs as kept
from posapp.store import runs
from posapp.store.programs import KeptProgram
from posapp.store.seeds import all_seeds
from posapp.store.settings import get_setting, put_setting
from posapp.till import seeds
from posapp.till.context import Till
from posapp.till.views import ProgramRow

_DRAFTS = "programs.drafts"
_PLACE = re.compile(r"programs\[(\d+)\]\.?")


def rows(till: Till) -> tuple[ProgramRow, ...]:
    """Every program, switched on or off, in the order in which they were first written."""
    till.look_again()
    return tuple(_row(till, each) for each in kept.all_programs(till.database))


def document(till: Till, program_id: str) -> dict[str, Any]:
    """The program in its JSON form, as it was last saved. `NotFound`."""
    return dict(_get(till, program_id).document)


def drafts(till: Till) -> dict[str, str]:
    """Texts that were begun and not saved, by the program's id (the caller's own word for a new one)."""
    return dict(get_setting(till.database, _DRAFTS, {}))


def keep_drafts(till: Till, texts: Mapping[str, str]) -> None:
    """Keep these and no others, so that a crash takes no text away. They are no programs: anybody's half a line may
    stand in them, and nothing is applied."""
    with till.database.transaction():
        put_setting(till.database, _DRAFTS, dict(texts))


def check(till: Till, documents: Sequence[Any]) -> tuple[Fault, ...]:
    """Every fault that these documents would have as this shop's programs (together with its others); none: fine.

    A fault in one of the others, which the new ones bring about, has that program's id for its place.
    """
    ids = {each.get("id") for each in documents if isinstance(each, Mapping) and isinstance(each.get("id"), str)}
    others = [each for each in kept.all_programs(till.database) if each.on and each.id not in ids]
    return _faults(till, documents, others)


def load(till: Till, documents: Sequence[Any]) -> tuple[ProgramRow, ...]:
    """Add or change many at once (a manager). `BadDefinition` with every fault, and nothing is stored."""
    with till.writing() as moment:
        faults = check(till, documents)
        if faults:
            raise BadDefinition(faults)
        manager = till.manager()
        ids = [_put(till, each, by=manager.id) for each in documents]
        till.note("program.loaded", by=manager, programs=ids)
        till.reload()
        seeds.make(till, moment)
    return tuple(_row(till, _get(till, each)) for each in ids)


def save(till: Till, document: Any) -> ProgramRow:
    """Add or change one (a manager). `BadDefinition`; places are those within the document."""
    try:
        (row,) = load(till, [document])
    except BadDefinition as bad:
        within = (Fault(_PLACE.sub("", fault.place, count=1), fault.reason) for fault in bad.faults)
        raise BadDefinition(tuple(within)) from None
    return row


def switch(till: Till, program_id: str, *, on: bool) -> ProgramRow:
    """Switch a program on or off (a manager); balances stay. `NotFound`, `BadDefinition` where others need it."""
    with till.writing():
        program = _get(till, program_id)
        at_work = [each for each in kept.all_programs(till.database) if each.on and each.id != program_id]
        faults = _faults(till, [program.document] if on else [], at_work)
        if faults:
            raise BadDefinition(faults)
        manager = till.manager()
        kept.switch_program(till.database, program_id, on=on)
        till.note("program.switched_on" if on else "program.switched_off", by=manager, program=program_id)
        till.reload()
    return _row(till, _get(till, program_id))


def _faults(till: Till, documents: Iterable[Any], others: Sequence[KeptProgram]) -> tuple[Fault, ...]:
    ours = list(documents)
    reader = Reader()
    read = programs_with(
        reader, [*ours, *(each.document for each in others)], kinds_in_use=kept.kinds_in_use(till.database)
    )
    by_id = {program.id: program for program in read}
    found = list(reader.faults)
    for n, document in enumerate(ours):
        new = by_id.get(document["id"]) if isinstance(document, Mapping) and "id" in document else None
        if new is not None:
            found += _not_to_become(till, new, f"programs[{n}]")
    return tuple(_placed(fault, len(ours), others) for fault in found)


def _not_to_become(till: Till, new: Program, place: str) -> Iterator[Fault]:
    """What the new version of a program cannot be, after what happened under the one before."""
    before = kept.get_program(till.database, new.id)
    if before is None or before.kind != new.kind:
        return
    (old, *_) = (*programs_with(Reader(), [before.document]), None)
    if old is None or old == new:  # of another release
        return
    last, first = None, None
    until = new.active.until
    if until is not None and until != old.active.until:
        last = runs.last_sale_after(till.database, new.id, until)
    seed = all_seeds(till.database).get(new.id)
    if old.keeps_secret:
        first = runs.first_taking_part(till.database, new.id)
    used = Used(first=first, last=last, shown=seed is not None and seed.shown is not None)
    yield from old.may_become(new, place, used)


def _placed(fault: Fault, ours: int, others: Sequence[KeptProgram]) -> Fault:
    found = _PLACE.match(fault.place)
    if found is None or int(found[1]) < ours:
        return fault
    rest = fault.place[found.end() :]
    name = others[int(found[1]) - ours].id
    return Fault(f"{name}.{rest}" if rest else name, fault.reason)


def _put(till: Till, document: Mapping[str, Any], *, by: str) -> str:
    kept.put_program(till.database, storable(document), moment=till.now(), person=by)
    return str(document["id"])


def storable(written: Any) -> Any:
    """A document as JSON has it: exact decimals as strings, which is how the program language may write them."""
    if isinstance(written, Decimal):
        return int(written) if written == written.to_integral_value() else f"{written:f}"
    if isinstance(written, Mapping):
        return {name: storable(value) for name, value in written.items()}
    if isinstance(written, list | tuple):
        return [storable(value) for value in written]
    return written


def _get(till: Till, program_id: str) -> KeptProgram:
    program = kept.get_program(till.database, program_id)
    if program is None:
        raise NotFound.because("till.program_unknown", program=program_id)
    return program


def _row(till: Till, program: KeptProgram) -> ProgramRow:
    rule = _rule(till, program)
    return ProgramRow(
        id=program.id,
        kind=program.kind,
        name=till.names.get(program.id, Text(program.id)),
        on=program.on,
        version=program.version,
        summary=rule.summary() if rule else None,
        promise=_promise(till, program.id),
        ends=_ends(rule, till.now().date()) if rule else None,
    )


def _promise(till: Till, program_id: str) -> Reason | None:
    """What is promised of a secret, or the secret itself when it has been shown."""
    seed = all_seeds(till.database).get(program_id)
    if seed is None:
        return None
    if seed.shown:
        return Reason.of("till.seed_shown", seed=seed.seed)
    return Reason.of("till.promise", sum=seed.commitment)


def _ends(rule: AnyRule, today: date) -> Reason | None:
    """Till when a program earns and redeems that winds down; None where it goes on."""
    ends = rule.program.wind_down
    if ends is None:
        return None
    if rule.ended(today):
        return Reason.of("winding.has_ended", redeem=ends.redeem_until)
    return Reason.of("winding.plan", earn=ends.earn_until, redeem=ends.redeem_until)


def _rule(till: Till, program: KeptProgram) -> AnyRule | None:
    """What it does; None where it needs something that is switched off."""
    rule = till.catalogue.by_id.get(program.id)
    if rule is None:
        try:
            return Catalogue.of(till.shop, read_programs([program.document])).by_id[program.id]
        except BadDefinition:
            return None
    return rule
