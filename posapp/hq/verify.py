"""What must always hold, checked on the whole file: `posapp hq verify`."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

from posapp.hq.bodies import UnusableError, read_event
from posapp.hq.desk import Desk
from posapp.loyalty.journal import GENESIS


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that does not hold: `rule` is a message key, `about` where."""

    rule: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was looked at, and what was found; in order where `findings` is empty."""

    tills: int
    events: int
    entries: int
    findings: tuple[Finding, ...]


def verify(desk: Desk) -> Verified:
    """Read every event anew: numbers without gaps, hashes unbroken, and entries, balances and figures exactly what the
    events say. Run it inside `Database.reading`, so that it sees one moment."""
    db = desk.db
    findings = [Finding(rule="hq.found.file", about=line) for line in db.damage()]
    if findings:  # what stands in such a file says nothing
        return Verified(tills=0, events=0, entries=0, findings=tuple(findings))
    entries: Counter[tuple[str, str]] = Counter()
    figures: Counter[tuple[str, str, str, str]] = Counter()
    events = posted = 0
    tills = db.rows("SELECT till, last_seq, last_hash FROM tills ORDER BY till")
    for till, last_seq, last_hash in tills:
        expected, before = 1, GENESIS
        sql = "SELECT seq, hash, status, event FROM events WHERE till = ? ORDER BY seq"
        for seq, digest, status, event in db.execute(sql, (till,)):
            events += 1
            if seq != expected:
                findings.append(Finding(rule="hq.found.gap", about=f"{till} {expected}"))
            if status == "kept":
                if hashlib.sha256(before + event).digest() != digest:
                    findings.append(Finding(rule="hq.found.hash", about=f"{till} {seq}"))
                posted += _count(till, seq, event, entries, figures, findings)
            expected, before = seq + 1, digest
        if (last_seq, last_hash) != (expected - 1, before):
            findings.append(Finding(rule="hq.found.end", about=f"{till} {last_seq}"))
    findings += _compare_balances(desk, entries)
    findings += _compare_figures(desk, figures)
    kept = db.value("SELECT count(*) FROM entries")
    if kept != posted:
        findings.append(Finding(rule="hq.found.entries", about=f"{kept} / {posted}"))
    return Verified(tills=len(tills), events=events, entries=posted, findings=tuple(findings))


def _count(
    till: str,
    seq: int,
    event: bytes,
    entries: Counter[tuple[str, str]],
    figures: Counter[tuple[str, str, str, str]],
    findings: list[Finding],
) -> int:
    try:
        heard = read_event(event, till=till, seq=seq)
    except UnusableError:
        findings.append(Finding(rule="hq.found.unreadable", about=f"{till} {seq}"))
        return 0
    for entry in heard.entries:
        entries[entry.holder, entry.account] += entry.amount
    for measure, program, amount in heard.figures:
        figures[till, heard.day.isoformat(), measure, program] += amount
    return len(heard.entries)


def _compare_balances(desk: Desk, expected: Counter[tuple[str, str]]) -> list[Finding]:
    """Balances beside the entries, and the entries themselves, against what the events say."""
    found = []
    for table in ("balances", "entries"):
        sql = f"SELECT holder, account, sum(amount) FROM {table} GROUP BY holder, account"
        have = {(holder, account): amount for holder, account, amount in desk.db.execute(sql)}
        wrong = {key for key in have.keys() | expected.keys() if have.get(key, 0) != expected.get(key, 0)}
        found += [Finding(rule=f"hq.found.{table}", about=" ".join(key)) for key in sorted(wrong)]
    return found


def _compare_figures(desk: Desk, expected: Counter[tuple[str, str, str, str]]) -> list[Finding]:
    rows = desk.db.execute("SELECT till, day, measure, program, amount FROM figures")
    have = {(till, day, measure, program): amount for till, day, measure, program, amount in rows}
    wrong = {key for key in have.keys() | expected.keys() if have.get(key, 0) != expected.get(key, 0)}
    return [Finding(rule="hq.found.figures", about=" ".join(key)) for key in sorted(wrong)]
