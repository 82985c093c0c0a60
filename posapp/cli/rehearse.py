"""`posapp rehearse`: run scenarios in a shop of their own, in memory, before customers meet a program."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from posapp.loyalty.scenario import Rehearsal


def add(subparsers: Any) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "rehearse",
        help="run scripted customers against programs; nothing is kept",
        description="Runs each scenario in a shop of its own, in memory, prints each step's receipt with its reasons, "
        "and ends with how many scenarios passed and failed. The form of a scenario is in docs/scenarios.md.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a scenario, as JSON")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Rehearse each file; 0 if all passed, 1 if one failed."""
    from posapp.cli import reader_language
    from posapp.cli._rehearsal import failures_of, receipts
    from posapp.i18n import t

    language = reader_language(args)
    passed = failed = 0
    documents = []
    for file in args.files:
        rehearsal = rehearsal_of(file)
        passed += rehearsal.passed
        failed += not rehearsal.passed
        if args.json:
            documents.append({"file": str(file), **document_of(rehearsal, failures_of(rehearsal, language))})
        else:
            write(receipts(rehearsal, file=file, language=language))
    if args.json:
        print(json.dumps({"scenarios": documents, "passed": passed, "failed": failed}, ensure_ascii=False, default=str))
    else:
        write([t("rehearse.total", language, passed=passed, failed=failed)])
    return 1 if failed else 0


def rehearsal_of(file: Path) -> Rehearsal:
    """Read and run one file. One that cannot be read is a rehearsal with a fault, so that the others still run."""
    from posapp.i18n import say
    from posapp.loyalty.documents import read_json
    from posapp.loyalty.errors import BadDefinition, Fault
    from posapp.loyalty.scenario import Rehearsal, rehearse
    from posapp.loyalty.words import Reason

    try:
        document = read_json(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Rehearsal(faults=(Fault("", Reason.of("rehearse.unreadable", problem=told)),))
    except BadDefinition as bad:
        return Rehearsal(faults=bad.faults)
    return rehearse(document, say=lambda reason, currency: say(reason, "en", currency))


def document_of(rehearsal: Rehearsal, failures: dict[int, list[str]]) -> dict[str, Any]:
    """A rehearsal as JSON. `failures` are the sentences by step; -1 holds those of the whole scenario."""
    steps = [
        {
            "step": step.number,
            "at": step.at,
            "kind": step.kind,
            "passed": not step.failures,
            "failures": failures[step.number],
            "outcome": dict(step.outcome),
        }
        for step in rehearsal.steps
    ]
    return {"title": rehearsal.title, "passed": rehearsal.passed, "failures": failures[-1], "steps": steps}


def write(lines: Iterable[str]) -> None:
    """Print lines; what the terminal's encoding does not have becomes a question mark instead of an exception."""
    encoding = sys.stdout.encoding or "utf-8"
    for line in lines:
        print(line.encode(encoding, "replace").decode(encoding))
