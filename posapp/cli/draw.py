"""`posapp draw`: how draws stand, holding one, publishing it, and checking what was published."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posapp.cli._shop import answer, opened, read_value

if TYPE_CHECKING:
    from posapp.loyalty.draw_check import Published
    from posapp.loyalty.words import Reason
    from posapp.till.owner_views import DrawHeld, DrawRow, DrawWinner


def add(subparsers: Any) -> None:
    """Declare the command and what it can do."""
    parser = subparsers.add_parser(
        "draw",
        help="hold a draw, publish it, check it",
        description="Chance follows from a seed that is promised by its SHA-256 from the first day and shown when the"
        " game is over. Anybody can check every win and loss with the published file and nothing else.",
    )
    acts = parser.add_subparsers(dest="act", metavar="WHAT", required=True)
    acts.add_parser("list", help="every draw, what is promised, how it stands").set_defaults(func=_list)
    hold = acts.add_parser("hold", help="draw the winners, once and for all (a manager)")
    hold.add_argument("program")
    hold.set_defaults(func=_hold)
    winners = acts.add_parser("winners", help="who won a draw that was held, and whose prize waits")
    winners.add_argument("program")
    winners.set_defaults(func=_winners)
    hand = acts.add_parser("hand-over", help="note that a winner has her prize, once")
    hand.add_argument("program")
    hand.add_argument("member", metavar="WHO", help="the member's id, or one of her cards")
    hand.set_defaults(func=_hand_over)
    publish = acts.add_parser("publish", help="print the file that anybody can check")
    publish.add_argument("program")
    publish.set_defaults(func=_publish)
    verify = acts.add_parser("verify", help="check every win and every loss, of this shop's journal or of a file")
    verify.add_argument("what", metavar="PROGRAM|FILE")
    verify.set_defaults(func=_verify)


def _list(args: argparse.Namespace) -> int:
    from posapp.till import draws

    with opened(args) as till:
        rows = draws.rows(till)
    if args.json:
        answer({"draws": [_row_document(row) for row in rows]})
        return 0
    for row in rows:
        _print_row(row, args)
    return 0


def _row_document(row: DrawRow) -> dict[str, Any]:
    document: dict[str, Any] = {"program": row.program, "commitment": row.commitment, "seed": row.seed or None}
    if row.at_once:
        return {**document, "sales": row.sales, "won": row.won}
    return {
        **document,
        "members": row.members,
        "entries": row.entries,
        "draw_at": row.opens_on.isoformat() if row.opens_on else None,
        "held": row.held.isoformat() if row.held else None,
        "waiting": row.waiting,
    }


def _print_row(row: DrawRow, args: argparse.Namespace) -> None:
    from posapp.cli import reader_language
    from posapp.i18n import day, t

    language = reader_language(args)
    if row.at_once:
        stands = t("cli_games.draw_sales", language, count=row.sales, won=row.won)
    elif row.held is not None:
        stands = _drawn(row.held, row.members, language)
        if row.waiting:
            stands += " · " + t("cli_games.draw_waiting", language, count=row.waiting)
    else:
        stands = t("cli_games.draw_entries", language, count=row.members, entries=row.entries)
        if row.opens_on is not None:
            stands += " · " + t("cli_games.draw_on", language, day=day(row.opens_on, language))
    print(f"{row.program}  {row.name.in_language(language)}: {stands}")
    shown = ("till.seed_shown", {"seed": row.seed}) if row.seed else ("till.promise", {"sum": row.commitment})
    print(f"  {t(shown[0], language, **shown[1])}")


def _hold(args: argparse.Namespace) -> int:
    from posapp.till import draws

    with opened(args) as till:
        held = draws.hold(till, args.program)
    _tell_held(held, args)
    return 0


def _winners(args: argparse.Namespace) -> int:
    from posapp.till import draws

    with opened(args) as till:
        held = draws.held(till, args.program)
    _tell_held(held, args)
    return 0


def _hand_over(args: argparse.Namespace) -> int:
    from posapp.cli import reader_language
    from posapp.cli.member import whose
    from posapp.i18n import t
    from posapp.till import prizes

    with opened(args) as till:
        handed = prizes.hand_over(till, args.program, whose(till, args.member))
    if args.json:
        answer({"program": args.program, "gift": handed.gift.written(), "handed": handed.moment.isoformat()})
        return 0
    language = reader_language(args)
    print(t("cli_games.prize_handed", language, gift=handed.gift.in_language(language), member=handed.member))
    return 0


def _tell_held(held: DrawHeld, args: argparse.Namespace) -> None:
    from posapp.cli import reader_language

    language = reader_language(args)
    if args.json:
        winners = [_winner_document(each) for each in held.winners]
        answer({"program": held.program, "members": held.taken_part, "winners": winners})
        return
    print(_drawn(held.moment, held.taken_part, language))
    for each in held.winners:
        print(f"  {each.gift.in_language(language)}: {each.member}  {each.holder}  {_handed(each, language)}")


def _drawn(moment: datetime, members: int, language: str) -> str:
    from posapp.i18n import t

    key = "cli_games.draw_held" if members else "cli_games.draw_held_elsewhere"
    return t(key, language, day=moment.date(), count=members)


def _winner_document(won: DrawWinner) -> dict[str, Any]:
    handed = won.handed.isoformat() if won.handed else None
    return {"member": won.holder, "gift": won.gift.written(), "handed": handed, "by": won.by}


def _handed(won: DrawWinner, language: str) -> str:
    """That a prize waits, or since when its winner has it."""
    from posapp.i18n import day, t

    if won.handed is None:
        return t("cli_games.prize_waits", language)
    key = "cli_games.prize_handed_by" if won.by else "cli_games.prize_handed_on"
    return t(key, language, day=day(won.handed.date(), language), who=won.by)


def _publish(args: argparse.Namespace) -> int:
    from posapp.till import draws

    with opened(args) as till:
        published = draws.publish(till, args.program)
    answer(published.document())
    return 0


def _verify(args: argparse.Namespace) -> int:
    """A file is checked by itself: no shop is opened for it."""
    from posapp.loyalty.draw_check import check, read_published
    from posapp.loyalty.errors import Refused

    file = Path(args.what)
    if file.is_file():
        published = read_published(read_value(file.read_text(encoding="utf-8")))
        faults: Sequence[Reason] = tuple(check(published))
        if published.seed is None and not faults:
            raise Refused.because("draw.not_shown", commitment=published.commitment)
        return _tell_checked(published, faults, args)
    from posapp.till import draws

    with opened(args) as till:
        published, faults = draws.verify(till, args.what)
    return _tell_checked(published, faults, args)


def _tell_checked(published: Published, faults: Sequence[Reason], args: argparse.Namespace) -> int:
    from posapp.cli import REFUSED, reader_language
    from posapp.i18n import line, t
    from posapp.loyalty.draw_check import counted
    from posapp.loyalty.money import Currency

    language = reader_language(args)
    currency = getattr(args, "currency", None) or Currency("KRW", 0)
    said = [line(fault, language, currency) for fault in faults]
    sales, won = counted(published.results)
    won += len(published.winners)
    if args.json:
        answer({"draw": published.draw, "sales": sales, "won": won, "entries": len(published.entries), "faults": said})
    else:
        for fault in said:
            print(fault)
        key = "cli_games.draw_wrong" if said else "cli_games.draw_right"
        print(t(key, language, count=len(said), sales=sales, won=won, entries=len(published.entries)))
    return REFUSED if said else 0
