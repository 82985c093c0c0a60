"""What `posapp hq status` and `posapp hq settlement` print."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from posapp.hq.look import settled_days
from posapp.hq.look import settlement_lines as owed_lines
from posapp.hq.overview import Overview
from posapp.hq.settlement import Period, ProgramSettlement
from posapp.i18n import day, moment, money, number, t
from posapp.loyalty.money import Currency
from posapp.loyalty.words import Text


def status_lines(seen: Overview, language: str) -> Iterator[str]:
    """The tills, a line each; the latest day's sums; how much wants the owner's eye."""
    for till in seen.tills:
        heard = moment(datetime.fromisoformat(till.heard).astimezone(), language) if till.heard else None
        last = heard or t("hq.page.never", language)
        state = t(f"hq.state.{till.state}", language)
        yield t("hq.status.till", language, name=till.name, store=till.store, state=state, last=last, till=till.till)
        here = t("hq.count.events", language, count=till.confirmed)
        yield t("hq.status.events", language, confirmed=here, waiting=till.waiting)
    if not seen.tills:
        yield t("hq.page.no_till", language)
    if seen.day is not None:
        currency = Currency.named(seen.currency)
        totals = seen.day.totals
        yield t(
            "hq.status.day",
            language,
            day=day(date.fromisoformat(seen.day.day), language),
            count=totals["sales"],
            due=money(totals["due_minor"], currency, language),
            discount=money(totals["discount_minor"], currency, language),
            refund=money(totals["refund_minor"], currency, language),
        )
    if seen.rejected or seen.attention:
        rejected = t("hq.count.events", language, count=len(seen.rejected))
        attention = t("hq.count.notes", language, count=len(seen.attention))
        yield t("hq.status.look", language, rejected=rejected, attention=attention)


def settlement_lines(
    shared: list[ProgramSettlement], period: Period, currency: Currency, language: str
) -> Iterator[str]:
    """Of which days, where not of all; then for each program that shops share what each issued and took, and who owes
    whom."""
    if not shared:
        yield t("hq.settlement.none", language)
    elif days := settled_days(period, language):
        yield days
    for program in shared:
        yield t("hq.settlement.title", language, name=Text.read(program.name).in_language(language))
        for shop in program.settlement.positions:
            gets = money(shop.gets_minor, currency, language)
            yield t(
                "hq.settlement.shop",
                language,
                shop=shop.partner,
                issued=number(shop.issued),
                taken=number(shop.taken),
                gets=gets,
            )
        if not program.settlement.positions:
            yield f"  {t('hq.settlement.nothing', language)}"
        for line in owed_lines(program, currency, language):
            yield f"  {line}"
