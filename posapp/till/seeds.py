"""The secrets of programs that want one: made before the first customer, promised in the journal, shown at the end."""

from __future__ import annotations

import secrets
from datetime import datetime

from posapp.loyalty.draws import commitment
from posapp.loyalty.programs.base import kinds
from posapp.store import seeds
from posapp.store.programs import all_programs
from posapp.till.context import Till
from posapp.till.journal import append, day_of


def new_seed() -> str:
    """32 bytes of the system's cryptographic generator, as 64 hexadecimal digits."""
    return secrets.token_hex(32)


def missing(till: Till) -> tuple[str, ...]:
    """Programs that want a secret and have none yet, switched on or off."""
    there = seeds.all_seeds(till.database)
    known = kinds()
    return tuple(
        program.id
        for program in all_programs(till.database)
        if program.id not in there and program.kind in known and known[program.kind].keeps_secret
    )


def make(till: Till, moment: datetime) -> None:
    """Make the secrets that are missing, in the current transaction, each with its promise in the journal."""
    made = missing(till)
    for program in made:
        seed = new_seed()
        promise = commitment(seed)
        seeds.add_seed(till.database, program, seed=seed, commitment=promise, moment=moment)
        body = {"day": day_of(moment), "program": program, "commitment": promise}
        append(till, kind="program_run", event=till.new_id(), moment=moment, body=body)
    if seeds.all_seeds(till.database).keys() != till.catalogue.secrets.keys():  # another window may have made them
        till.reload()


def show(till: Till, program: str, moment: datetime) -> None:
    """Show a program's secret to the world, in the current transaction; again changes nothing."""
    kept = seeds.all_seeds(till.database)[program]
    if kept.shown is None:
        seeds.show_seed(till.database, program, moment=moment)
        body = {"day": day_of(moment), "program": program, "commitment": kept.commitment, "seed": kept.seed}
        append(till, kind="program_run", event=till.new_id(), moment=moment, body=body)
