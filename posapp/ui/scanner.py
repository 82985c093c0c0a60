"""The scanner's keys, taken from the window before any widget sees them. The rules are in `burst.py`.

It filters `QWindow`s, never widgets (those would be seen twice), and swallows or plays again what it held back. No
`QShortcut` may be used in the program: Qt serves those before any filter.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from posapp.ui.burst import Burst, Fate, Verdict

_ENDS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}
_SHIFTS = {Qt.Key.Key_Shift, Qt.Key.Key_CapsLock}
_COMBINED = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_LATE_MS = 8


class _Held(NamedTuple):
    """A key that is held back: `pressed` or let go."""

    window: QWindow
    event: QKeyEvent
    key: int
    pressed: bool


class ScannerState(NamedTuple):
    """`ready`: a scan would be heard now, because the window has the keyboard."""

    ready: bool


class Scanner(QObject):
    """Listens on windows for scans. `scanned` carries the text; `measured` the gaps in ms of that scan; `torn` says
    that only the end of a scan was heard: its beginning was taken for typing, and is where that belongs."""

    scanned = Signal(str)
    torn = Signal()
    measured = Signal(object)

    def __init__(self, *, gap_ms: int = 50, shortest: int = 4) -> None:
        super().__init__()
        self.burst = Burst(gap_ms=gap_ms, shortest=shortest)
        self._held: list[_Held] = []
        self._swallowed: set[int] = set()
        self._playing = False
        self._silence = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._silence.timeout.connect(self._on_silence)
        self._since = QElapsedTimer()
        self._windows: list[QWindow] = []
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._on_focus_window)

    def set_gap(self, gap_ms: int) -> None:
        """Take this as the longest time between two of its keys."""
        self.burst.gap_ms = gap_ms

    def watch(self, window: QWindow) -> None:
        """Listen on a window too. Windows that get the keyboard later are found by themselves."""
        if window not in self._windows:
            self._windows.append(window)
            window.destroyed.connect(lambda: self._forget(window))
            window.installEventFilter(self)

    def close(self) -> None:
        """Listen no more."""
        self._silence.stop()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.disconnect(self._on_focus_window)
        for window in self._windows:
            window.removeEventFilter(self)
        self._windows = []

    def _forget(self, window: QWindow) -> None:
        self._windows = [known for known in self._windows if known is not window]
        self._held = [held for held in self._held if held.window is not window]

    def _on_focus_window(self, window: QWindow | None) -> None:
        self._act(self.burst.silence())
        if window is not None:
            self.watch(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take keys out of the stream, or let them through."""
        kind = event.type()
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) or self._playing:
            return False
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWindow):
            return False
        if kind is QEvent.Type.KeyRelease:
            return self._released(watched, event)
        return self._pressed(watched, event)

    def _pressed(self, window: QWindow, event: QKeyEvent) -> bool:
        key = event.key()
        if key in _SHIFTS:
            if self.burst.open:
                self._hold(window, event)
            return self.burst.open
        combined = bool(event.modifiers() & _COMBINED) or event.isAutoRepeat()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) and not self.burst.open
        typed = bool(event.text()) and not combined and not control
        # A line feed of its own is how some scanners, and X, send the LF of CR LF: no key that Qt has a name for.
        ends = (key in _ENDS or event.text() in ("\r", "\n")) and not combined and not control
        verdict = self.burst.press(event.text(), at_ms=event.timestamp(), ends=ends, typed=typed)
        self._act(verdict)
        if verdict.fate is Fate.HOLD:
            self._hold(window, event)
            self._since.restart()
            self._silence.start(self.burst.gap_ms)
            return True
        if verdict.fate is Fate.SWALLOW:
            self._swallowed.add(key)
            return True
        return False

    def _released(self, window: QWindow, event: QKeyEvent) -> bool:
        if event.key() in self._swallowed:
            self._swallowed.discard(event.key())
            return True
        if any(held.key == event.key() for held in self._held):
            self._hold(window, event)
            return True
        return False

    def _hold(self, window: QWindow, event: QKeyEvent) -> None:
        self._held.append(_Held(window, _copy(event), event.key(), event.type() is QEvent.Type.KeyPress))

    def _on_silence(self) -> None:
        # A window that was busy has keys waiting that were typed in time: have those delivered first.
        if self._since.elapsed() > self.burst.gap_ms + _LATE_MS:
            self._since.restart()
            self._silence.start(self.burst.gap_ms)
            return
        self._act(self.burst.silence())

    def _act(self, verdict: Verdict) -> None:
        if verdict.replay is not None:
            self._silence.stop()
            held, self._held = self._held, []
            if verdict.replay:
                self._play(held)
            else:
                self._drop(held)
        if verdict.scan is not None:
            self.measured.emit(verdict.gaps_ms)
            self.scanned.emit(verdict.scan)
        if verdict.torn:
            self.torn.emit()

    def _play(self, held: list[_Held]) -> None:
        self._playing = True
        try:
            for one in held:
                QCoreApplication.sendEvent(one.window, one.event)
        finally:
            self._playing = False

    def _drop(self, held: list[_Held]) -> None:
        for one in held:
            if one.pressed:
                self._swallowed.add(one.key)
            else:
                self._swallowed.discard(one.key)


def _copy(event: QKeyEvent) -> QKeyEvent:
    """The same key again, to be sent later."""
    copy = QKeyEvent(
        event.type(), event.key(), event.modifiers(), event.nativeScanCode(), event.nativeVirtualKey(),
        event.nativeModifiers(), event.text(), event.isAutoRepeat(), event.count(),
    )  # fmt: skip
    copy.setTimestamp(event.timestamp())
    return copy
