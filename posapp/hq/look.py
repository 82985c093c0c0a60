"""What the owner's pages look like: plain HTML, one style sheet, no script. Everything that was typed is escaped."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from html import escape

from posapp.hq.admission import TillRow
from posapp.hq.figures import BY_PROGRAM, DayFigures
from posapp.hq.overview import Attention, Overview, Rejected
from posapp.hq.settlement import Period, ProgramSettlement
from posapp.i18n import clock, money, number, say, short_day, t
from posapp.i18n import day as written_day
from posapp.loyalty.money import Currency
from posapp.loyalty.words import Reason, Text

_NONE = "–"
_MONEY = ("due_minor", "discount_minor", "refund_minor", "list_minor")


def overview(seen: Overview, language: str) -> bytes:
    """The page that opens first."""
    names = {till.till: till.name for till in seen.tills}
    parts = [
        _attention(seen.attention, names, language),
        _day(seen, language),
        *(_settlement(each, seen, language) for each in seen.settled),
        _tills(seen.tills, language),
        _rejected(seen.rejected, names, language),
        _add_till(language),
    ]
    return _page(t("hq.page.title", language), "".join(parts), language)


def closed(language: str, *, wrong: bool = False) -> bytes:
    """The question for the owner's key."""
    refused = f'<p class="refused" role="alert">{_t("hq.page.key_wrong", language)}</p>' if wrong else ""
    form = (
        f'{refused}<p>{_t("hq.page.key_why", language)}</p><form method="post" action="/sign-in">'
        f'<label>{_t("hq.page.key", language)}<input name="key" type="password" autocomplete="current-password"'
        f" required autofocus></label><button>{_t('hq.page.open', language)}</button></form>"
    )
    return _alone(form, language, title=_t("hq.page.key_title", language))


def code(text: str, *, name: str, language: str) -> bytes:
    """A new enrolment code, to be typed at the till."""
    body = f'<p class="code">{escape(text)}</p><p>{_t("hq.page.code_use", language)}</p>{_back(language)}'
    return _alone(body, language, title=_t("hq.page.code_title", language, name=name))


def refused(reason: Reason, language: str) -> bytes:
    """Why something was not done."""
    sentence = escape(say(reason, language, Currency.named("KRW")))
    return _alone(f"<p>{sentence}</p>{_back(language)}", language)


def missing(language: str) -> bytes:
    """No such page."""
    return _alone(f"<p>{_t('hq.page.missing', language)}</p>{_back(language)}", language)


def _alone(body: str, language: str, *, title: str = "") -> bytes:
    """A page with one card."""
    return _page(t("hq.page.title", language), _card(title, body, kind="card narrow"), language)


def _back(language: str) -> str:
    return f'<p><a href="/?language={language}">{_t("hq.page.back", language)}</a></p>'


def _card(title: str, body: str, *, kind: str = "card") -> str:
    """A section of a page; `title` and `body` are HTML already."""
    heading = f"<h2>{title}</h2>" if title else ""
    return f'<section class="{kind}">{heading}{body}</section>'


def _page(title: str, body: str, language: str) -> bytes:
    other = "en" if language == "ko" else "ko"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/look.css">'
        f'</head><body><header><h1>{escape(title)}</h1><a href="/?language={other}" lang="{other}">'
        f"{_t('hq.page.other_language', language)}</a></header><main>{body}</main></body></html>"
    ).encode()


def _t(key: str, language: str, **values: object) -> str:
    return escape(t(key, language, **values))


def _day(seen: Overview, language: str) -> str:
    """The sums of the day shown, as cards, and what each program did."""
    if seen.day is None:
        return _card("", f'<p class="soft">{_t("hq.page.nothing_yet", language)}</p>')
    currency = Currency.named(seen.currency)
    shown = []
    for measure in ("due_minor", "sales", "discount_minor", "refund_minor", "returns", "voids", "enrolled"):
        amount = seen.day.totals[measure]
        written = money(amount, currency, language) if measure in _MONEY else number(amount)
        strong = ' class="main"' if measure == "due_minor" else ""
        shown.append(f"<div{strong}><dt>{_t(f'hq.measure.{measure}', language)}</dt><dd>{escape(written)}</dd></div>")
    choice = "".join(
        f'<a href="/?language={language}&amp;day={day}"{" aria-current=page" if day == seen.day.day else ""}>'
        f"{escape(short_day(date.fromisoformat(day), language))}</a>"
        for day in sorted({*seen.days, seen.day.day}, reverse=True)
    )
    title = escape(written_day(date.fromisoformat(seen.day.day), language))
    days = f'<nav aria-label="{_t("hq.page.days", language)}">{choice}</nav>'
    sums = f'<dl class="sums">{"".join(shown)}</dl>'
    return _card(title, days + sums + _programs(seen, seen.day, currency, language))


def _programs(seen: Overview, day: DayFigures, currency: Currency, language: str) -> str:
    ids = sorted({program for sums in day.programs.values() for program in sums})
    if not ids:
        return ""
    rows = []
    for program in ids:
        name = Text.read(seen.names.get(program, program)).in_language(language)
        taken_off, paid, earned = (day.programs[measure].get(program, 0) for measure in BY_PROGRAM)
        cells = [money(taken_off, currency, language) if taken_off else _NONE]
        cells += [money(paid, currency, language) if paid else _NONE, number(earned) if earned else _NONE]
        rows.append([escape(name), *map(escape, cells)])
    heads = ["hq.page.program", "hq.measure.discounts", "hq.measure.paid_with", "hq.measure.earned"]
    return _table([t(head, language) for head in heads], rows, numbers=(1, 2, 3))


def _settlement(shared: ProgramSettlement, seen: Overview, language: str) -> str:
    """What shops that share a program issued and took in a period of the owner's choice, and who owes whom."""
    rows, currency = [], Currency.named(seen.currency)
    for shop in shared.settlement.positions:
        gets = money(shop.gets_minor, currency, language) if shop.gets_minor else _NONE
        rows.append([escape(shop.partner), number(shop.issued), number(shop.taken), escape(gets)])
    heads = ["hq.page.partner", "hq.page.issued", "hq.page.taken", "hq.page.gets"]
    table = _table([t(head, language) for head in heads], rows, numbers=(1, 2, 3))
    owed = "".join(f"<li>{escape(line)}</li>" for line in settlement_lines(shared, currency, language))
    name = Text.read(shared.name).in_language(language)
    none = f'<p class="soft">{_t("hq.settlement.nothing", language)}</p>'
    title = _t("hq.settlement.title", language, name=name)
    return _card(title, _which_days(seen, language) + (f"{table}<ul>{owed}</ul>" if rows else none))


def _which_days(seen: Overview, language: str) -> str:
    """The first and the last day that are settled, to be changed."""
    day = f'<input type="hidden" name="day" value="{seen.day.day}">' if seen.day is not None else ""
    first, last = (
        f'<label>{_t(f"hq.settlement.{name}", language)}<input type="date" name="{name}" value="{value}"></label>'
        for name, value in (("from", seen.period.since), ("to", seen.period.until))
    )
    return (
        f'<form method="get" action="/" class="row"><input type="hidden" name="language" value="{language}">{day}'
        f'{first}{last}<button class="quiet">{_t("hq.settlement.show", language)}</button></form>'
    )


def settled_days(period: Period, language: str) -> str:
    """Which days are settled: "1 Mar 2026 to 31 Mar 2026", "" for all of them."""
    since, until = (
        written_day(date.fromisoformat(each), language) if each else "" for each in (period.since, period.until)
    )
    if since and until:
        return t("hq.settlement.days", language, since=since, until=until)
    if since:
        return t("hq.settlement.days_since", language, since=since)
    return t("hq.settlement.days_until", language, until=until) if until else ""


def settlement_lines(shared: ProgramSettlement, currency: Currency, language: str) -> list[str]:
    """Who owes whom how much, a line each, and what nobody has issued yet."""
    lines = []
    for debt in shared.settlement.debts:
        amount = money(debt.minor, currency, language)
        values = {"debtor": debt.debtor, "creditor": debt.creditor, "amount": amount, "count": debt.points}
        lines.append(t("hq.settlement.owes", language, **values))
    if shared.settlement.uncovered:
        lines.append(t("hq.settlement.uncovered", language, count=shared.settlement.uncovered))
    return lines


def _tills(tills: Iterable[TillRow], language: str) -> str:
    rows = []
    for till in tills:
        state = f'<span class="state {till.state}">{_t(f"hq.state.{till.state}", language)}</span>'
        heard = escape(_heard(till.heard, language))
        rows.append([escape(till.name), escape(till.store), state, heard, number(till.waiting)])
    heads = ["hq.page.till", "hq.page.store", "hq.page.state", "hq.page.heard", "hq.page.waiting"]
    table = _table([t(head, language) for head in heads], rows, numbers=(3, 4))
    none = f"<p>{_t('hq.page.no_till', language)}</p>"
    return _card(_t("hq.page.tills", language), table if rows else none)


def _attention(items: list[Attention], names: dict[str, str], language: str) -> str:
    if not items:
        return ""
    lines = []
    for item in items:
        values = {"till": names.get(item.till, item.till), **item.about}
        if "day" in values:
            values["day"] = written_day(date.fromisoformat(str(values["day"])), language)
        button = f'<button class="quiet">{_t("hq.page.seen", language)}</button>'
        which = f'<input type="hidden" name="n" value="{item.n}">'
        seen = f'<form method="post" action="/attention?language={language}">{which}{button}</form>'
        lines.append(f"<li>{_t(item.key, language, **values)}{seen}</li>")
    return _card(_t("hq.page.attention", language), f"<ul>{''.join(lines)}</ul>", kind="card attention")


def _rejected(items: list[Rejected], names: dict[str, str], language: str) -> str:
    if not items:
        return ""
    rows = [
        [
            escape(names.get(item.till, item.till)),
            number(item.seq),
            f"{_t(item.reason, language)}<br><small>{escape(item.detail)}</small>",
            escape(_heard(item.arrived, language)),
        ]
        for item in items
    ]
    heads = ["hq.page.till", "hq.page.number", "hq.page.why", "hq.page.arrived"]
    table = _table([t(head, language) for head in heads], rows, numbers=(1, 3))
    return _card(_t("hq.page.rejected", language), table)


def _add_till(language: str) -> str:
    name, store = _t("hq.page.till_name", language), _t("hq.page.store_name", language)
    return _card(
        _t("hq.page.add_till", language),
        f'<form method="post" action="/tills?language={language}" class="row">'
        f'<label>{name}<input name="name" required maxlength="100"></label>'
        f'<label>{store}<input name="store" maxlength="100" placeholder="main"></label>'
        f"<button>{_t('hq.page.make_code', language)}</button></form>",
    )


def _table(heads: list[str], rows: list[list[str]], *, numbers: Collection[int] = ()) -> str:
    """A table; the columns in `numbers` are set to the right. Cells are HTML already."""
    side = [' class="n"' if column in numbers else "" for column in range(len(heads))]
    head = "".join(f'<th scope="col"{side[n]}>{escape(name)}</th>' for n, name in enumerate(heads))
    lines = "".join(f"<tr>{''.join(f'<td{side[n]}>{cell}</td>' for n, cell in enumerate(row))}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>'


def _heard(moment: str | None, language: str, *, now: datetime | None = None) -> str:
    """When a till was last heard: the time alone where it was today, by this computer's clock and zone."""
    if moment is None:
        return t("hq.page.never", language)
    then = datetime.fromisoformat(moment).astimezone()
    today = (now or datetime.now(UTC)).astimezone().date()
    return clock(then) if then.date() == today else f"{short_day(then.date(), language)} {clock(then)}"
