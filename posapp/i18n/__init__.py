"""What people read: sentences from the catalogues, money and dates as people write them, masked names.

The language is always an argument and never a global, so the till can speak Korean to the clerk and English to the
customer in the same moment, and switching needs no restart.
"""

from posapp.i18n.amounts import decimal, money, number
from posapp.i18n.catalogue import LANGUAGES, UnknownKey
from posapp.i18n.dates import clock, day, moment, month, short_day
from posapp.i18n.names import masked
from posapp.i18n.sentences import line, listed, say, t

__all__ = [
    "LANGUAGES",
    "UnknownKey",
    "clock",
    "day",
    "decimal",
    "line",
    "listed",
    "masked",
    "moment",
    "money",
    "month",
    "number",
    "say",
    "short_day",
    "t",
]
