"""The secrets of programs: what was promised by its SHA-256 before the first customer, and when it was shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from posapp.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSeed:
    """A program's secret with its commitment; `shown` is when the secret was told to the world, if it was."""

    program: str
    seed: str
    commitment: str
    made: datetime
    shown: datetime | None = None


def add_seed(db: Database, program: str, *, seed: str, commitment: str, moment: datetime) -> None:
    """Keep a new secret for ever, in the current transaction. A program has one and no more."""
    db.must_be_writing()
    db.execute("INSERT INTO program_seeds VALUES (?, ?, ?, ?, NULL)", (program, seed, commitment, moment.isoformat()))


def show_seed(db: Database, program: str, *, moment: datetime) -> None:
    """Note that a secret was told, in the current transaction; the first time counts."""
    db.must_be_writing()
    db.execute("UPDATE program_seeds SET shown = ? WHERE program = ? AND shown IS NULL", (moment.isoformat(), program))


def all_seeds(db: Database) -> dict[str, KeptSeed]:
    """Every secret by its program."""
    return {
        program: KeptSeed(
            program=program,
            seed=seed,
            commitment=commitment,
            made=datetime.fromisoformat(made),
            shown=datetime.fromisoformat(shown) if shown else None,
        )
        for program, seed, commitment, made, shown in db.rows("SELECT * FROM program_seeds ORDER BY program")
    }
