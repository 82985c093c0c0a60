"""Screens: how one is written, registered, found and opened. Adding a screen is adding one file in `screens/`.

::

    @screen("members", title_key="members.title", rank=20, key=Qt.Key.Key_F6)
    class MembersScreen(Screen):
        def __init__(self, desk: Desk) -> None:
            super().__init__(desk)
            ...
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from posapp.loyalty.errors import Refused

if TYPE_CHECKING:
    from posapp.till.context import Till
    from posapp.ui.hub import Hub
    from posapp.ui.lanes import Lane
    from posapp.ui.theme import Look
    from posapp.ui.widgets.sheet import Sheet
    from posapp.ui.words import Words


class Navigation(Protocol):
    """What a screen may ask of the window. None of it waits."""

    def open(self, name: str, **wishes: object) -> None:
        """Show the screen called `name`; `wishes` are handed to its `enter` (``card="2900…"``)."""

    def home(self) -> None:
        """Back to the sale, which is as it was left."""

    def show_sheet(self, sheet: Sheet) -> None:
        """Lay a sheet over the window; it closes itself with Esc or when it is finished."""

    def tell(self, text: str, *, kind: str = "good") -> None:
        """A short note at the foot of the window, gone by itself; `kind` is ``good``, ``waiting`` or ``refused``."""

    def tell_above(self, text: str) -> None:
        """Say above an open sheet, where there is one, what is said below it."""

    def tell_refused(self, refusal: Refused) -> None:
        """A refusal in the clerk's language, with its sound, where the eye is: under the heading of the screen."""

    def ask_manager(self, done: Callable[[], None]) -> None:
        """Call `done` once a manager's PIN was given; nothing where she thinks better of it."""

    def calibrate(self) -> None:
        """Have a card scanned three times, to learn how quick the scanner is."""

    def play(self, sound: str) -> None:
        """``scan`` or ``refused``, where sounds are switched on."""


class Desk(NamedTuple):
    """What a screen is given: the store's lane, the look, the language, what has happened, and the way elsewhere."""

    lane: Lane[Till]
    look: Look
    words: Words
    hub: Hub
    go: Navigation


class Screen(QWidget):
    """A screen. The window calls these; override what you need."""

    name: ClassVar[str] = ""

    bare: ClassVar[bool] = False
    """Shown without the heading and its way back: there is nothing to go back to yet."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def enter(self, **wishes: Any) -> None:
        """It is being shown; `wishes` are what `Navigation.open` was given. Set the focus here."""

    def leave(self) -> bool:
        """Whether another screen may be shown now; what is half written must be kept or asked about before."""
        return True

    def scanned(self, text: str) -> bool:
        """A scan arrived while this screen is shown: true where it was used here, else the sale gets it."""
        return False

    def key(self, event: QKeyEvent) -> bool:
        """A key that no widget wanted: true where it was used. Esc that is not used leads back to the sale."""
        return False

    def retranslate(self) -> None:
        """The language has changed: set every text anew. Also called once before the screen is first shown."""

    def restyle(self) -> None:
        """Colours or sizes have changed: set fixed sizes and palettes anew. Called once before it is shown, too."""


class Entry(NamedTuple):
    """A screen in the list: where it stands in *More* (`rank`, smallest first; below 0 it is not listed), its key."""

    name: str
    title_key: str
    rank: int
    make: Callable[[Desk], Screen]
    key: Qt.Key | None = None
    manager: bool = False


_ENTRIES: dict[str, Entry] = {}
Kind = TypeVar("Kind", bound=type[Screen])


def screen(
    name: str, *, title_key: str, rank: int, key: Qt.Key | None = None, manager: bool = False
) -> Callable[[Kind], Kind]:
    """Register a screen. `manager`: it asks for a person of rank before it opens."""

    def register(kind: Kind) -> Kind:
        if name in _ENTRIES and _ENTRIES[name].make.__module__ != kind.__module__:
            raise ValueError(f"two screens are called {name}")
        kind.name = name
        _ENTRIES[name] = Entry(name=name, title_key=title_key, rank=rank, make=kind, key=key, manager=manager)
        return kind

    return register


def find_screen(name: str) -> Entry | None:
    """The screen called `name`, from the file of that name where there is one: nothing else is imported for it."""
    import importlib
    import importlib.util

    from posapp.ui import screens

    module = f"{screens.__name__}.{name}"
    if name not in _ENTRIES and name.isidentifier() and importlib.util.find_spec(module) is not None:
        importlib.import_module(module)
    return _ENTRIES.get(name)


def screen_names() -> tuple[str, ...]:
    """The files in `posapp.ui.screens`, without importing them; some only serve a screen."""
    import pkgutil

    from posapp.ui import screens

    return tuple(module.name for module in pkgutil.iter_modules(screens.__path__))


def find_screens() -> tuple[Entry, ...]:
    """Every screen in `posapp.ui.screens`, in the order of rank. Imports them: call it after the first paint."""
    import importlib

    for name in screen_names():
        importlib.import_module(f"posapp.ui.screens.{name}")
    return tuple(sorted(_ENTRIES.values(), key=lambda entry: (entry.rank, entry.name)))
