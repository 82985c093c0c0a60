"""Secrets that are promised before the first customer: made in the shop's file, with their SHA-256 in its journal."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

from posapp.loyalty.draws import commitment
from posapp.loyalty.programs.base import kinds
from posapp.store import seeds
from posapp.store.database import Database
from posapp.store.journal import append_event
from posapp.store.programs import all_programs


def new_seed() -> str:
    """32 bytes of the system's cryptographic generator, as 64 hexadecimal digits."""
    return secrets.token_hex(32)


def make(db: Database, *, moment: datetime, new_id: Callable[[], str], cashier: str) -> None:
    """Make the secrets that programs (switched on or off) want and have not, in the current transaction."""
    there, known = seeds.all_seeds(db), kinds()
    for program in all_programs(db):
        if program.id in there or program.kind not in known or not known[program.kind].keeps_secret:
            continue
        seed = new_seed()
        promise = commitment(seed)
        seeds.add_seed(db, program.id, seed=seed, commitment=promise, moment=moment)
        body = {"day": moment.date().isoformat(), "program": program.id, "commitment": promise, "cashier": cashier}
        append_event(db, kind="program_run", event_id=new_id(), moment=moment, body=body)
