"""What stands for a value that could not be read, while the fields beside it are still looked at."""

from __future__ import annotations

from typing import Any


class Unread:
    """Nothing that is asked of it is so: it is neither more nor less than anything, equal to nothing, holds nothing,
    and so are its parts. A check between fields that meets it finds no fault there, and goes on to the next."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Any:
        return iter(())

    def __hash__(self) -> int:
        return 0

    def _no(self, _other: object) -> bool:
        return False

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = _no


UNREAD = Unread()


def or_unread(value: Any) -> Any:
    """The value, with `UNREAD` in place of None: of the value itself, or among those of a list."""
    if isinstance(value, tuple):
        return tuple(UNREAD if each is None else each for each in value)
    return UNREAD if value is None else value
