"""`posapp surveys`: what customers answered, what it adds up to, and who still wants an answer from the shop."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from posapp.cli._shop import answer, opened

if TYPE_CHECKING:
    from posapp.insight.surveys import SurveyFigures
    from posapp.till.owner_views import SurveyAnswer


def add(subparsers: Any) -> None:
    """Declare the command and what it can do."""
    parser = subparsers.add_parser("surveys", help="what customers answered, and whom to follow up")
    acts = parser.add_subparsers(dest="act", metavar="WHAT", required=True)
    listed = acts.add_parser("list", help="low answers that nobody has seen to")
    listed.add_argument("--all", action="store_true", help="every answer, the newest first")
    listed.set_defaults(func=_list)
    acts.add_parser("figures", help="the score, the average, the count of each answer").set_defaults(func=_figures)
    close = acts.add_parser("close", help="somebody has seen to a low answer (a manager)")
    close.add_argument("answer", help="its id, as listed")
    close.add_argument("--note", default="", help="what was done")
    close.set_defaults(func=_close)
    give = acts.add_parser("answer", help="keep what a customer answered after a sale")
    give.add_argument("sale", help="the sale's id, or the number of its receipt")
    give.add_argument("program")
    give.add_argument("answer", help="0 to 10, 1 to 5, or a feeling")
    give.add_argument("--word", default="", help="what she said besides")
    give.set_defaults(func=_answer)


def _list(args: argparse.Namespace) -> int:
    from posapp.cli import reader_language
    from posapp.i18n import t
    from posapp.till import surveys

    with opened(args) as till:
        found = surveys.answers(till) if args.all else surveys.follow_ups(till)
    if args.json:
        answer({"answers": [_document(each) for each in found]})
        return 0
    for each in found:
        _print(each, args)
    if not found:
        print(t("cli_games.surveys_none", reader_language(args)))
    return 0


def _document(each: SurveyAnswer) -> dict[str, Any]:
    return {
        "id": each.id,
        "program": each.program,
        "sale": each.sale,
        "member": each.member.id if each.member else None,
        "moment": each.moment.isoformat(),
        "scale": each.scale,
        "answer": each.answer,
        "word": each.word,
        "low": each.low,
        "closed": each.closed.isoformat() if each.closed else None,
        "note": each.note,
    }


def _print(each: SurveyAnswer, args: argparse.Namespace) -> None:
    from posapp.cli import reader_language
    from posapp.i18n import t

    language = reader_language(args)
    said = t(f"survey.feeling_{each.answer}", language) if each.scale == "feelings" else each.answer
    who = each.member.name if each.member else "-"
    word = f"  “{each.word}”" if each.word else ""
    done = f"  · {t('cli_games.survey_closed', language)}" if each.closed else ""
    print(f"{each.id}  {each.moment:%Y-%m-%d %H:%M}  {each.name.in_language(language)}: {said}  {who}{word}{done}")


def _figures(args: argparse.Namespace) -> int:
    from posapp.cli import reader_language
    from posapp.i18n import t
    from posapp.till import surveys

    with opened(args) as till:
        found = surveys.summary(till)
    if args.json:
        answer({"surveys": [_figures_document(each) for each in found]})
        return 0
    for each in found:
        _print_figures(each, args)
    if not found:
        print(t("cli_games.surveys_unasked", reader_language(args)))
    return 0


def _figures_document(each: SurveyFigures) -> dict[str, Any]:
    return {
        "program": each.program,
        "scale": each.scale,
        "count": each.count,
        "score": each.score,
        "average": str(each.average) if each.average is not None else None,
        "answers": dict(each.answers),
    }


def _print_figures(each: SurveyFigures, args: argparse.Namespace) -> None:
    from posapp.cli import reader_language
    from posapp.i18n import t

    language = reader_language(args)
    figures = [t("survey.count", language, count=each.count)]
    if each.score is not None:
        figures.append(t("survey.score", language, score=f"{each.score:+}"))
    if each.average is not None:
        figures.append(t("survey.average", language, average=each.average))
    print(f"{each.program}  {each.name.in_language(language)}: {' · '.join(figures)}")
    for said, count in each.answers:
        if count:
            print(f"  {t(f'survey.feeling_{said}', language) if each.scale == 'feelings' else said}  {count}")


def _close(args: argparse.Namespace) -> int:
    from posapp.till import surveys

    with opened(args) as till:
        closed = surveys.close(till, args.answer, note=args.note)
    if args.json:
        answer(_document(closed))
    else:
        _print(closed, args)
    return 0


def _answer(args: argparse.Namespace) -> int:
    from posapp.till import returns, surveys

    with opened(args) as till:
        sale = returns.find_sale(till, args.sale).sale
        given = surveys.answer_survey(till, sale=sale, program=args.program, answer=args.answer, word=args.word)
    if args.json:
        answer(_document(given))
    else:
        _print(given, args)
    return 0
