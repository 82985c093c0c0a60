"""What happened stays: the tables that only grow refuse every way of changing them."""

from __future__ import annotations

import pytest

from posapp.store import driver
from posapp.store.database import Database
from posapp.store.schema import APPEND_ONLY
from tests.store.shop import KEY, sell

COLUMN = {"events": "body", "entries": "cause", "activity": "what"}


@pytest.fixture
def sold(db: Database) -> Database:
    """The shop after a sale, so that each table has rows."""
    sell(db, "s-1")
    return db


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET {column} = 'other'",
        "DELETE FROM {table}",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "REPLACE INTO {table} SELECT * FROM {table}",
        "UPDATE OR REPLACE {table} SET {column} = 'other'",
        "INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT DO UPDATE SET {column} = 'other'",
    ],
)
def test_no_statement_changes_what_happened(sold: Database, table: str, statement: str) -> None:
    before = sold.rows(f"SELECT * FROM {table}")
    assert before
    with pytest.raises(driver.IntegrityError, match="only grows"):
        sold.execute(statement.format(table=table, column=COLUMN[table]))
    assert sold.rows(f"SELECT * FROM {table}") == before


def test_they_hold_on_every_connection(sold: Database) -> None:
    with Database.open(sold.path, KEY) as other, pytest.raises(driver.IntegrityError, match="only grows"):
        other.execute("INSERT OR REPLACE INTO events SELECT * FROM events")
    sold.reopen()
    with pytest.raises(driver.IntegrityError, match="only grows"):
        sold.execute("INSERT OR REPLACE INTO events SELECT * FROM events")


def test_the_table_library_is_refused_too(sold: Database) -> None:
    with pytest.raises(driver.IntegrityError, match="only grows"):
        sold.tables.table("activity").upsert({"n": 1, "moment": "", "what": "x", "detail": "{}"}, pk="n")
