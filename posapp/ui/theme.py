"""What everything looks like: colours by what they mean, type by size and weight, steps of space, and motion.

A theme is one file in `resources/themes`; adding one is adding a file. Widgets are handed the one `Look` of the window
and ask it while they paint, so a switch of theme or size is a repaint and never a parsing of style sheets.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette

from posapp import resources

FAMILY = "Pretendard"
WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold", "ExtraBold")

LABEL, SMALL, TEXT, LINE, NAME, PAY, DUE, FACING = 13, 15, 16, 18, 22, 24, 46, 64
"""The sizes of type in pixels at 1024 × 768: labels, text, lines of the basket, names, payment, what is due, what the
customer pays. Nothing is smaller than `LABEL`."""

REGULAR, MEDIUM, SEMIBOLD, BOLD, EXTRABOLD = 400, 500, 600, 700, 800

EDGE, COLUMN, GAP = 20, 16, 12
"""Space in pixels: to the window's edge, between columns, between cards. Everything else is in steps of 4."""

RADIUS, CARD_RADIUS = 10, 14
TARGET, ROW, ACTION = 48, 64, 60
"""Heights in pixels: what a finger presses, a row of the basket, the main actions."""

LAND_MS, WASH_MS = 180, 250
"""How long a stamp takes to land, and a scanned line keeps its wash. Nothing else moves."""

LARGE = QSize(1600, 900)
"""From this size of window on, in device-independent pixels, type and targets grow by a fifth."""


class Colours(NamedTuple):
    """The colours of a theme by what they mean. `edge` outlines what can be filled in or switched (3 : 1 and more)."""

    ground: QColor
    card: QColor
    line: QColor
    edge: QColor
    ink: QColor
    soft: QColor
    seal: QColor
    on_seal: QColor
    seal_wash: QColor
    good: QColor
    good_wash: QColor
    waiting: QColor
    waiting_wash: QColor
    rank: QColor
    on_rank: QColor
    veil: QColor


def read_colours(name: str) -> Colours:
    """The colours of ``resources/themes/NAME.json``; `KeyError` where one is missing."""
    written = json.loads(resources.path(f"themes/{name}.json").read_text(encoding="utf-8"))["colours"]
    return Colours(**{name: QColor(written[name]) for name in Colours._fields})


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""

    def luminance(colour: QColor) -> float:
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """`one` with `share` (0 to 1) of `other` in it."""
    keep = 1 - share
    return QColor.fromRgbF(
        one.redF() * keep + other.redF() * share,
        one.greenF() * keep + other.greenF() * share,
        one.blueF() * keep + other.blueF() * share,
    )


def load_fonts() -> None:
    """Make the bundled weights known to Qt; where they are missing the system's own font is used."""
    for weight in WEIGHTS:
        try:
            QFontDatabase.addApplicationFont(str(resources.path(f"fonts/{FAMILY}-{weight}.otf")))
        except FileNotFoundError:
            return


def system_is_dark() -> bool:
    """Whether the desktop asks for dark."""
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


_TEXTS = 1000
"""So many texts' widths are remembered."""


class Look(QObject):
    """The one look of a window. `changed` says that colours or sizes are others now; the window restyles its widgets.

    `theme` is ``system``, ``light`` or ``dark``; `scale` 1.0 or 1.2; `still` is true where nothing may move.
    """

    changed = Signal()

    def __init__(self, *, theme: str = "light", scale: float = 1.0, still: bool = False) -> None:
        super().__init__()
        self.theme = theme
        self.scale = scale
        self.still = still
        self.dark = self._is_dark()
        self.colours = read_colours("dark" if self.dark else "light")
        self._fonts: dict[tuple[int, int], QFont] = {}
        self._metrics: dict[tuple[int, int], QFontMetrics] = {}
        self._wide: dict[tuple[str, int, int], int] = {}

    def _is_dark(self) -> bool:
        return system_is_dark() if self.theme == "system" else self.theme == "dark"

    def switch(self, theme: str) -> None:
        """Change to another theme while running."""
        self.theme = theme
        self.dark = self._is_dark()
        self.colours = read_colours("dark" if self.dark else "light")
        self.changed.emit()

    def fit(self, size: QSize) -> None:
        """Grow by a fifth in a large window, and back."""
        scale = 1.2 if size.width() >= LARGE.width() and size.height() >= LARGE.height() else 1.0
        if scale != self.scale:
            self.scale = scale
            self._fonts.clear()
            self._metrics.clear()
            self._wide.clear()
            self.changed.emit()

    def px(self, length: int) -> int:
        """A length of the drawings (1024 × 768) in this window's pixels."""
        return round(length * self.scale)

    def font(self, size: int = TEXT, weight: int = REGULAR) -> QFont:
        """The font of a size (see `LABEL` and after) and weight (400 to 800), with tabular figures."""
        key = (size, weight)
        found = self._fonts.get(key)
        if found is None:
            found = QFont(FAMILY)
            found.setPixelSize(self.px(size))
            found.setWeight(QFont.Weight(weight))
            found.setFeature(QFont.Tag("tnum"), 1)
            found.setStyleHint(QFont.StyleHint.SansSerif)
            self._fonts[key] = found
        return found

    def metrics(self, size: int = TEXT, weight: int = REGULAR) -> QFontMetrics:
        """The measures of `font(size, weight)`."""
        key = (size, weight)
        found = self._metrics.get(key)
        if found is None:
            found = self._metrics[key] = QFontMetrics(self.font(size, weight))
        return found

    def wide(self, text: str, size: int = TEXT, weight: int = REGULAR) -> int:
        """How wide a text is, in pixels. The same few sentences are asked for all day, and each costs as much as to
        draw it."""
        key = (text, size, weight)
        found = self._wide.get(key)
        if found is None:
            if len(self._wide) >= _TEXTS:
                self._wide.clear()
            found = self._wide[key] = self.metrics(size, weight).horizontalAdvance(text)
        return found

    def elided(self, text: str, room: int, size: int = TEXT, weight: int = REGULAR) -> str:
        """The text, cut with an ellipsis where it is wider than `room` pixels. Of a few letters it is known that they
        are not: none is wider than its type is high."""
        if len(text) * self.px(size) <= room or self.wide(text, size, weight) <= room:
            return text
        return self.metrics(size, weight).elidedText(text, Qt.TextElideMode.ElideRight, room)

    def palette(self) -> QPalette:
        """The same colours for what Qt paints by itself: text fields, lists, selections, tool tips."""
        c, made = self.colours, QPalette()
        role = QPalette.ColorRole
        for name, colour in (
            (role.Window, c.ground), (role.WindowText, c.ink), (role.Base, c.card), (role.AlternateBase, c.ground),
            (role.Text, c.ink), (role.PlaceholderText, c.soft), (role.Button, c.card), (role.ButtonText, c.ink),
            (role.Highlight, c.seal), (role.HighlightedText, c.on_seal), (role.ToolTipBase, c.card),
            (role.ToolTipText, c.ink), (role.Light, c.card), (role.Midlight, c.line), (role.Mid, c.line),
            (role.Dark, c.edge), (role.Shadow, c.line), (role.Link, c.seal), (role.Accent, c.seal),
        ):  # fmt: skip
            made.setColor(name, colour)
        for name in (role.WindowText, role.Text, role.ButtonText):
            made.setColor(QPalette.ColorGroup.Disabled, name, c.soft)
        return made
