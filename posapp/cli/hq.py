"""`posapp hq`: headquarters, where several tills come together."""

from __future__ import annotations

import argparse
import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posapp.cli import reader_language
from posapp.cli._shop import answer, calendar_day, home
from posapp.i18n import line, t
from posapp.loyalty.errors import NotFound, Refused
from posapp.loyalty.money import Currency
from posapp.loyalty.words import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posapp.hq.service import Headquarters

_NONE = Currency("KRW", 0)
"""For sentences that name no money."""


def add(subparsers: Any) -> None:
    """Declare the command and what it can do."""
    parser = subparsers.add_parser("hq", help="headquarters: run it, enrol tills, load programs, look at it")
    acts = parser.add_subparsers(dest="act", metavar="WHAT", required=True)
    serve = _act(acts, "serve", _serve, "answer tills until stopped; the owner's page is at the same address")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen at (default: this computer alone)")
    serve.add_argument("--port", type=int, default=8470, help="the port (default 8470; 0: any that is free)")
    serve.add_argument("--certificate", type=Path, metavar="FILE", help="TLS certificate chain (PEM)")
    serve.add_argument("--private-key", type=Path, metavar="FILE", help="its private key (PEM)")
    serve.add_argument("--behind-proxy", action="store_true", help="something in front of it speaks TLS")
    serve.add_argument("--currency", type=_currency, help="the tills' currency, such as USD (kept; won at first)")
    enrol = _act(acts, "enrol-till", _enrol_till, "make a code with which one till may join, once, within 15 minutes")
    enrol.add_argument("name", help="what the till is called in lists: Counter 1")
    enrol.add_argument("--store", default="main", help="the store it stands in; its tills share their members")
    enrol.add_argument("--till", default="", metavar="ID", help="a till that is here already and needs a new key")
    revoke = _act(acts, "revoke-till", _revoke_till, "answer a till no more; what it sent stays")
    revoke.add_argument("till", metavar="ID")
    _act(acts, "status", _status, "tills, when they were last heard, and the latest day's figures")
    settle = _act(acts, "settlement", _settlement, "what shops that share a program issued and took, and who owes whom")
    for option, name, what in (("from", "since", "first"), ("to", "until", "last")):
        settle.add_argument(
            f"--{option}", dest=name, type=calendar_day, metavar="DAY", help=f"{what} shop day, inclusive (all)"
        )
    _act(acts, "verify", _verify, "read every event anew and hold it against all that is kept of it")
    backup = _act(acts, "backup", _backup, "copy headquarters to a file while it is at work, and read the copy back")
    backup.add_argument("target", type=Path, metavar="COPY")
    _programs(acts)
    products = acts.add_parser("products", help="the products that every till gets")
    what = products.add_subparsers(dest="what", metavar="WHAT", required=True)
    load = _act(what, "load", _load_products, "add or change the products in a file")
    load.add_argument("documents", type=Path, metavar="FILE", help="a JSON file with a list of products")


def _programs(acts: Any) -> None:
    programs = acts.add_parser("programs", help="the programs that every till gets")
    what = programs.add_subparsers(dest="what", metavar="WHAT", required=True)
    load = _act(what, "load", _load_programs, "add or change the programs in a file; a fault anywhere and none is kept")
    load.add_argument("documents", type=Path, metavar="FILE", help="a JSON file with a list of programs")
    _act(what, "list", _list_programs, "the programs there are")
    for name in ("on", "off"):
        switch = _act(what, name, _switch_program, f"switch a program {name} at every till")
        switch.add_argument("id")
        switch.set_defaults(on=name == "on")


def _act(acts: Any, name: str, func: Any, what: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = acts.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")
    parser.add_argument(
        "--database", type=Path, metavar="FILE", help="headquarters' file (default: in the data folder)"
    )
    parser.set_defaults(func=func)
    return parser


def _currency(code: str) -> str:
    try:
        return Currency.named(code).code
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{code}: three capital letters, such as KRW") from error


def _file(args: argparse.Namespace) -> Path:
    given: Path | None = args.database
    return given if given is not None else home() / "headquarters.db"


@contextmanager
def _opened(args: argparse.Namespace, *, create: bool = False) -> Iterator[Headquarters]:
    from posapp.hq.serve import open_headquarters

    path = _file(args)
    if create:
        path.parent.mkdir(parents=True, exist_ok=True)
    headquarters = open_headquarters(path, create=create)
    try:
        yield headquarters
    finally:
        headquarters.db.close()


def _said(args: argparse.Namespace, key: str, document: dict[str, Any], **values: object) -> int:
    """One sentence, or with ``--json`` the same as JSON."""
    if args.json:
        answer(document)
    else:
        print(t(key, reader_language(args), **values))
    return 0


def _serve(args: argparse.Namespace) -> int:
    from posapp.hq.serve import Listening, serve

    path = _file(args)
    path.parent.mkdir(parents=True, exist_ok=True)

    def ready(address: str, page: str) -> None:
        if args.json:
            answer({"address": address, "page": page, "database": str(path)})
        else:
            print(t("hq.serve.ready", reader_language(args), address=address, page=page), flush=True)

    listening = Listening(
        host=args.host,
        port=args.port,
        certificate=args.certificate,
        private_key=args.private_key,
        behind_proxy=args.behind_proxy,
    )
    serve(path, listening, currency=args.currency, ready=ready)
    return 0


def _enrol_till(args: argparse.Namespace) -> int:
    from posapp.hq import admission
    from posapp.sync.keys import CODE_MINUTES

    with _opened(args, create=True) as headquarters, headquarters.db.transaction():
        code = admission.new_code(headquarters.desk(), name=args.name, store=args.store, till=args.till)
    document = {"code": code.text, "minutes": CODE_MINUTES}
    return _said(args, "hq.enrol.code", document, code=code.text, minutes=CODE_MINUTES, name=args.name)


def _revoke_till(args: argparse.Namespace) -> int:
    from posapp.hq import admission

    with _opened(args) as headquarters, headquarters.db.transaction():
        admission.revoke(headquarters.desk(), args.till)
    return _said(args, "hq.revoked", {"revoked": args.till}, till=args.till)


def _status(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from posapp.hq import overview

    with _opened(args) as headquarters, headquarters.db.reading():
        seen = overview.of(headquarters.desk())
    if args.json:
        answer(asdict(seen))
        return 0
    from posapp.cli._headquarters import status_lines

    print("\n".join(status_lines(seen, reader_language(args))))
    return 0


def _settlement(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from posapp.hq import overview, settlement

    if args.since and args.until and args.since > args.until:
        raise Refused.because("hq.settlement.turned")
    since, until = (day.isoformat() if day else "" for day in (args.since, args.until))
    period = settlement.Period(since, until)
    with _opened(args) as headquarters, headquarters.db.reading():
        desk = headquarters.desk()
        shared, currency = settlement.of(desk, period), Currency.named(overview.currency(desk))
    if args.json:
        named = {"from": since or None, "to": until or None}
        answer({**named, "programs": [asdict(program) for program in shared]})
        return 0
    from posapp.cli._headquarters import settlement_lines

    print("\n".join(settlement_lines(shared, period, currency, reader_language(args))))
    return 0


def _verify(args: argparse.Namespace) -> int:
    from posapp.hq.verify import verify

    with _opened(args) as headquarters, headquarters.db.reading():
        found = verify(headquarters.desk())
    language = reader_language(args)
    sentences = [line(Reason.of(finding.rule, about=finding.about), language, _NONE) for finding in found.findings]
    counts = {"tills": found.tills, "events": found.events, "entries": found.entries}
    if args.json:
        answer({"in_order": not sentences, **counts, "findings": sentences})
    elif sentences:
        print("\n".join([t("hq.verify.found", language, count=len(sentences)), *(f"  {line}" for line in sentences)]))
    else:
        told = {what: t(f"hq.count.{what}", language, count=count) for what, count in counts.items()}
        print(t("hq.verify.in_order", language, **told))
    return 1 if sentences else 0


def _backup(args: argparse.Namespace) -> int:
    from posapp.hq.copies import back_up

    with _opened(args) as headquarters:
        events = back_up(headquarters, args.target)
    document = {"file": str(args.target), "events": events}
    return _said(args, "hq.backup.done", document, count=events, file=args.target.name)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NotFound.because("hq.no_file", file=str(path)) from error


def _load_programs(args: argparse.Namespace) -> int:
    from posapp.hq import catalogue

    text = _text(args.documents)
    with _opened(args, create=True) as headquarters, headquarters.db.transaction():
        loaded = catalogue.load_programs(headquarters.desk(), text)
    document = {"changed": loaded.changed, "same": loaded.same}
    return _said(args, "hq.loaded.programs", document, count=loaded.changed, same=loaded.same)


def _load_products(args: argparse.Namespace) -> int:
    from posapp.hq import catalogue

    text = _text(args.documents)
    with _opened(args, create=True) as headquarters, headquarters.db.transaction():
        loaded = catalogue.load_products(headquarters.desk(), text)
    document = {"changed": loaded.changed, "same": loaded.same}
    return _said(args, "hq.loaded.products", document, count=loaded.changed, same=loaded.same)


def _list_programs(args: argparse.Namespace) -> int:
    from posapp.hq import catalogue
    from posapp.loyalty.words import Text

    with _opened(args) as headquarters, headquarters.db.reading():
        kept = catalogue.programs(headquarters.desk())
    if args.json:
        print(
            json.dumps([{"id": p.id, "version": p.version, "on": p.on, **p.document} for p in kept], ensure_ascii=False)
        )
        return 0
    language = reader_language(args)
    for program in kept:
        name = Text.read(program.document.get("name", program.id)).in_language(language)
        key = "hq.programs.on" if program.on else "hq.programs.off"
        print(t(key, language, program=program.id, name=name, version=program.version))
    return 0


def _switch_program(args: argparse.Namespace) -> int:
    from posapp.hq import catalogue

    with _opened(args) as headquarters, headquarters.db.transaction():
        catalogue.switch_program(headquarters.desk(), args.id, on=args.on)
    key = "hq.programs.switched_on" if args.on else "hq.programs.switched_off"
    return _said(args, key, {"program": args.id, "on": args.on}, program=args.id)
