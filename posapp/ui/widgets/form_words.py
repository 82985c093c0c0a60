"""What the fields of a form are called, and what they are for, in the language of the person at the till.

A field's words stand under ``field.OWNER.NAME`` and ``help.OWNER.NAME`` (its kind, or the name of the form that it is
part of), or, where many share them, under ``field.NAME`` and ``help.NAME``.
"""

from __future__ import annotations

from collections.abc import Iterable

from posapp.i18n.catalogue import messages
from posapp.ui.widgets.form_spec import RecordSpec, Spec
from posapp.ui.words import Words


def first_known(keys: Iterable[str]) -> str:
    """The first of these keys that the catalogues have; the last one where they have none."""
    known, key = messages("en"), ""
    for key in keys:
        if key in known:
            return key
    return key


def label_key(owner: str, name: str) -> str:
    """Under what key a field's name stands."""
    return first_known((f"field.{owner}.{name}", f"field.{name}"))


def help_key(owner: str, name: str) -> str:
    """Under what key it stands what a field is for."""
    return first_known((f"help.{owner}.{name}", f"help.{name}"))


def choice_key(owner: str, name: str, value: str) -> str:
    """Under what key one of a few words stands."""
    return first_known((f"choice.{owner}.{name}.{value}", f"choice.{name}.{value}", f"choice.{value}"))


def option_key(owner: str, name: str, key: str) -> str:
    """Under what key one of several forms stands."""
    return first_known((f"option.{owner}.{name}.{key}", f"option.{key}"))


def empty_key(owner: str, name: str) -> str:
    """Under what key it stands what holds where nothing is given."""
    return first_known((f"empty.{owner}.{name}", f"empty.{name}", "empty.nothing"))


def label(words: Words, spec: Spec) -> str:
    """What a field is called."""
    return words(label_key(spec.owner, spec.name))


def summary(words: Words, spec: RecordSpec, written: object) -> str:
    """In a few words what is given in a part that is folded away."""
    given = [field for field in spec.fields if isinstance(written, dict) and field.name in written]
    if not given:
        return words(empty_key(spec.owner, spec.name))
    return ", ".join(label(words, field.spec) for field in given)


def kind_key(kind: str) -> str:
    """Under what key a kind of program is named; ``.help`` behind it says what it is for."""
    return f"kind.{kind}"
