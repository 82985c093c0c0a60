"""Surveys: an answer is kept once, a low one is followed up, and the owner sees what they add up to."""

from __future__ import annotations

from datetime import datetime

from posapp.insight.surveys import SurveyFigures, figures
from posapp.loyalty.errors import NotFound, Refused
from posapp.loyalty.outcome import Ask
from posapp.loyalty.surveys import SCALES, is_low
from posapp.loyalty.words import Text
from posapp.store import sales
from posapp.store import surveys as kept
from posapp.store.surveys import KeptAnswer
from posapp.till.answers import read_answer
from posapp.till.cardview import member_row
from posapp.till.context import Till
from posapp.till.journal import append, day_of
from posapp.till.owner_views import SurveyAnswer
from posapp.till.payment import record_and_answer
from posapp.till.views import MemberRow

MOST_LETTERS = 500
"""Of a customer's word; what is longer is cut there."""


def asks_after(till: Till, sale: str) -> tuple[Ask, ...]:
    """The questions that go with a sale and are not answered yet. `NotFound`."""
    _, asks = _asked(till, sale)
    return tuple(ask for ask in asks if kept.answer_of(till.database, sale=sale, program=ask.program) is None)


def answer_survey(till: Till, *, sale: str, program: str, answer: str, word: str = "") -> SurveyAnswer:
    """Keep what the customer answered after a sale (its id). Again answers as the first time and keeps nothing new.

    `answer` is one of the scale's (``"9"``, ``"happy"``). `NotFound` where she was not asked that, `Refused` where it
    is no answer of the scale.
    """
    with till.writing() as moment:
        there = kept.answer_of(till.database, sale=sale, program=program)
        if there is None:
            member, asks = _asked(till, sale)
            ask = next((each for each in asks if each.program == program), None)
            if ask is None:
                raise NotFound.because("survey.not_asked")
            if answer not in SCALES[ask.scale]:
                raise Refused.because("survey.no_answer", allowed=SCALES[ask.scale])
            event = f"survey:{sale}:{program}"
            there = KeptAnswer(
                event=event,
                program=program,
                sale=sale,
                member=member,
                moment=moment,
                scale=ask.scale,
                answer=answer,
                word=_plain(word),
                low=is_low(ask.scale, answer),
            )
            body = {
                "day": day_of(moment),
                "member": member,
                "program": program,
                "sale": sale,
                "scale": ask.scale,
                "answer": answer,
            }
            append(till, kind="survey", event=event, moment=moment, body=body)
            kept.add_answer(till.database, there)
    return _view(till, there)


def follow_ups(till: Till) -> tuple[SurveyAnswer, ...]:
    """Low answers that nobody has seen to, the oldest first."""
    return tuple(_view(till, each) for each in kept.answers(till.database, open_only=True))


def count_open(till: Till) -> int:
    """How many follow-ups are open."""
    return kept.count_open(till.database)


def answers(till: Till, *, program: str | None = None, limit: int = 200) -> tuple[SurveyAnswer, ...]:
    """What customers answered, the newest first."""
    return tuple(_view(till, each) for each in kept.answers(till.database, program=program, limit=limit))


def close(till: Till, answer: str, *, note: str = "") -> SurveyAnswer:
    """Somebody has seen to a low answer (a manager); `note` says how. `NotFound`; `Refused` where it needs nobody."""
    with till.writing() as moment:
        there = kept.get_answer(till.database, answer)
        if there is None:
            raise NotFound.because("survey.unknown")
        if not there.low:
            raise Refused.because("survey.not_low")
        if there.closed is None:
            manager = till.manager()
            kept.close_answer(till.database, answer, moment=moment, person=manager.id, note=_plain(note))
            till.note("survey.closed", by=manager, answer=answer)
    after = kept.get_answer(till.database, answer)
    assert after is not None, answer
    return _view(till, after)


def summary(till: Till, *, since: datetime | None = None) -> tuple[SurveyFigures, ...]:
    """What the answers add up to, survey by survey; from a moment on, where it is given."""
    return tuple(
        figures(program, till.names.get(program, Text(program)), scale, tally)
        for (program, scale), tally in kept.tallies(till.database, since=since).items()
    )


def _plain(written: str) -> str:
    """What somebody wrote, on one line; nobody is sent away for a letter too many."""
    return "".join(letter for letter in " ".join(written.split()) if letter.isprintable())[:MOST_LETTERS]


def _asked(till: Till, sale: str) -> tuple[str | None, tuple[Ask, ...]]:
    """Whose sale it was, and the questions that went with it."""
    there = sales.sale_by_id(till.database, sale)
    if there is None:
        raise NotFound.because("till.sale_unknown")
    quote, _ = read_answer(record_and_answer(there)[1])
    return there.member, quote.asks


def _view(till: Till, answer: KeptAnswer) -> SurveyAnswer:
    return SurveyAnswer(
        id=answer.event,
        program=answer.program,
        name=till.names.get(answer.program, Text(answer.program)),
        sale=answer.sale,
        member=_member(till, answer.member),
        moment=answer.moment,
        scale=answer.scale,
        answer=answer.answer,
        word=answer.word,
        low=answer.low,
        closed=answer.closed,
        note=answer.note,
    )


def _member(till: Till, member: str | None) -> MemberRow | None:
    try:
        return member_row(till, member) if member is not None else None
    except NotFound:  # erased since
        return None
