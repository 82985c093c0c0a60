"""How the file came to be as it is: one function for each step, in order, never edited after a release.

A new step is one more function at the end. The names are known without `sqlite_utils`, whose import costs the start of
the till 90 ms; it is imported only where a step is to be taken.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from posapp.store import schema, schema_runs

if TYPE_CHECKING:
    import sqlite_utils

MIGRATION_SET = "posapp"

Step = Callable[["sqlite_utils.Database"], None]

STEPS: list[Step] = []
"""In the order in which they are taken."""


def step(function: Step) -> Step:
    """Put `function` at the end of the list; its name is what the file remembers."""
    STEPS.append(function)
    return function


@step
def first_release(db: sqlite_utils.Database) -> None:
    """Everything that the first release has."""
    for statement in schema.FIRST_RELEASE:
        db.execute(statement)


@step
def seeds_and_runs(db: sqlite_utils.Database) -> None:
    """The secrets of draws, and what was drawn or closed once."""
    for statement in schema_runs.SEEDS_AND_RUNS:
        db.execute(statement)


@step
def survey_answers(db: sqlite_utils.Database) -> None:
    """What customers answer when they are asked."""
    for statement in schema_runs.SURVEY_ANSWERS:
        db.execute(statement)


@step
def households(db: sqlite_utils.Database) -> None:
    """Members of one household share what a program lets them share."""
    db.execute("ALTER TABLE members ADD COLUMN household TEXT NOT NULL DEFAULT ''")
    db.execute("CREATE INDEX members_household ON members (household) WHERE household <> ''")


def names() -> tuple[str, ...]:
    """The steps known to this release."""
    return tuple(function.__name__ for function in STEPS)


def apply(db: sqlite_utils.Database) -> None:
    """Take the steps that the file lacks, each in a transaction of its own with the record that it was taken."""
    from sqlite_utils.migrations import Migrations

    migrations = Migrations(MIGRATION_SET)
    for function in STEPS:
        migrations(name=function.__name__)(function)
    migrations.apply(db)
