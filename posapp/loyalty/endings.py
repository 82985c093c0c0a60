"""What customers are told, with every sale, of programs that end while they still hold something there."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from posapp.loyalty.catalogue import Catalogue
from posapp.loyalty.goods import Sale
from posapp.loyalty.ledger import NOTHING, Account, Entry, balance, posted
from posapp.loyalty.outcome import LevelPanel, NotePanel, Notice, Panel
from posapp.loyalty.proposals import AnyRule


def notices(catalogue: Catalogue, facts: Sale, entries: Iterable[Entry], panels: Iterable[Panel]) -> tuple[Notice, ...]:
    """For each program that winds down and has not ended: what is said of it, where something is left there after this
    sale (`entries` are what the ledger gets for it), or where its panel says that the member belongs to it."""
    ending = [rule for rule in catalogue.ending if not rule.ended(facts.day)]
    if not ending:
        return ()
    posted_now = tuple(entries)
    belongs = {panel.program for panel in panels if _belongs(panel, catalogue.by_id[panel.program])}
    return tuple(
        Notice(program=rule.id, name=rule.name, say=rule.winds_down)
        for rule in ending
        if rule.winds_down is not None and (rule.id in belongs or _left(rule, facts, posted_now))
    )


def _belongs(panel: Panel, rule: AnyRule) -> bool:
    """Does the panel tell of something that is hers, though no balance says so? A club, a level, a prize."""
    if isinstance(panel, NotePanel):
        return panel.note is not rule.winds_down
    return isinstance(panel, LevelPanel) and bool(panel.level)


def _left(rule: AnyRule, facts: Sale, entries: Collection[Entry]) -> bool:
    """Is anything left in the program after the sale, for the member or on a card that is part of it?"""
    standing, member = facts.standing, facts.member
    accounts: dict[str, Account] = {}
    if member is not None and not rule.bearer:
        accounts[member.id] = standing.accounts.get(rule.id, NOTHING)
    if rule.bearer:
        accounts |= {entry.holder: NOTHING for entry in entries if entry.account == rule.id}
    if rule.bearer or rule.shares:
        holders = standing.others if rule.bearer else standing.household
        accounts |= {holder: standing.others.get(holder, {}).get(rule.id, NOTHING) for holder in holders}
    for holder, account in accounts.items():
        moved = [entry for entry in entries if (entry.account, entry.holder) == (rule.id, holder)]
        if balance(posted(account, moved), on=facts.day) > 0:
            return True
    return False
