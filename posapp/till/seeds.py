"""The secrets of programs that want one, at a till: made when a program is saved, shown when it is over."""

from __future__ import annotations

from datetime import datetime

from posapp.store import seeds
from posapp.till import promises
from posapp.till.context import Till
from posapp.till.journal import append, day_of


def make(till: Till, moment: datetime) -> None:
    """Make the secrets that are missing, in the current transaction, each with its promise in the journal."""
    who = till.person.id if till.person else ""
    promises.make(till.database, moment=moment, new_id=till.new_id, cashier=who)
    if seeds.all_seeds(till.database).keys() != till.catalogue.secrets.keys():
        till.reload()


def show(till: Till, program: str, moment: datetime) -> None:
    """Show a program's secret to the world, in the current transaction; again changes nothing."""
    kept = seeds.all_seeds(till.database)[program]
    if kept.shown is None:
        seeds.show_seed(till.database, program, moment=moment)
        body = {"day": day_of(moment), "program": program, "commitment": kept.commitment, "seed": kept.seed}
        append(till, kind="program_run", event=till.new_id(), moment=moment, body=body)
