"""`posapp sync`: this till and its headquarters."""

from __future__ import annotations

import argparse
import time
from typing import Any

from posapp.cli import reader_language
from posapp.cli._shop import answer, opened
from posapp.i18n import t
from posapp.loyalty.errors import Refused
from posapp.loyalty.words import Reason


def add(subparsers: Any) -> None:
    """Declare the command and what it can do."""
    parser = subparsers.add_parser("sync", help="this till and its headquarters: enrol, send and fetch now, status")
    acts = parser.add_subparsers(dest="act", metavar="WHAT", required=True)
    enrol = acts.add_parser("enrol", help="let this till belong to a headquarters, with the code made there")
    enrol.add_argument("code", help="XXXX-XXXX-XXXX-XXXX, from `posapp hq enrol-till` or the owner's page")
    enrol.add_argument("--hq", required=True, metavar="URL", help="https://hq.example.com")
    enrol.set_defaults(func=_enrol)
    now = acts.add_parser("now", help="send what is waiting and fetch what is new, without waiting for the next time")
    now.set_defaults(func=_now)
    status = acts.add_parser("status", help="where this till belongs and how much is waiting")
    status.set_defaults(func=_status)


def _enrol(args: argparse.Namespace) -> int:
    from posapp.sync.joining import join
    from posapp.till.outbox import Outbox

    with opened(args) as till:
        registration = join(Outbox(till), url=args.hq, code=args.code)
    if args.json:
        answer({"enrolled": registration.name, "till": registration.till, "hq": registration.url})
    else:
        print(t("sync.enrolled", reader_language(args), name=registration.name, url=registration.url))
    return 0


def _now(args: argparse.Namespace) -> int:
    """Rounds until nothing is left to say, or headquarters does not answer (then 1)."""
    from posapp.sync.engine import make_engine
    from posapp.sync.http import HttpTransport
    from posapp.till.outbox import Outbox

    with opened(args) as till:
        outbox = Outbox(till)
        registration = outbox.registration()
        if registration is None:
            raise Refused.because("sync.alone")
        engine = make_engine(outbox)
        before = outbox.waiting()
        with HttpTransport(registration.url) as transport:
            while engine.due <= time.monotonic():
                engine.step(time.monotonic(), transport)
        status = engine.status()
        if status.state != "online" or status.waiting:
            raise Refused(status.problem or _silent(registration.url, status.waiting))
    sent = before - status.waiting
    if args.json:
        answer({"sent": sent, "waiting": status.waiting})
    else:
        print(t("sync.done", reader_language(args), count=sent))
    return 0


def _silent(url: str, waiting: int) -> Reason:
    return Reason.of("sync.silent", url=url, count=waiting)


def _status(args: argparse.Namespace) -> int:
    from posapp.till.outbox import Outbox

    with opened(args) as till:
        outbox = Outbox(till)
        registration, waiting = outbox.registration(), outbox.waiting()
    language = reader_language(args)
    if args.json:
        known = {"hq": registration.url, "name": registration.name} if registration else {"hq": None}
        answer({**known, "waiting": waiting if registration else 0})
    elif registration is None:
        print(t("sync.alone", language))
    else:
        print(t("sync.status", language, count=waiting, url=registration.url, name=registration.name))
    return 0
