"""On which screen the customer's window stands: the one where the clerk's is not, if there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from posapp.ui.customer.look import DRAWN

_ASIDE = QPoint(48, 48)
"""How far from the screen's corner it is shown where it has no screen of its own: the clerk's is seen behind it."""


class Placing(QObject):
    """Keeps `window` away from `clerk`'s screen, full screen on another; on the only one it is a window of its own.

    It follows screens that are plugged in and out, and the clerk's window when that is moved to another screen.
    """

    def __init__(
        self, window: QWidget, clerk: QWidget, *, screens: Callable[[], Sequence[QScreen]] = QGuiApplication.screens
    ) -> None:
        super().__init__()
        self.window, self.clerk, self._screens = window, clerk, screens
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.place)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        for changed in (application.screenAdded, application.screenRemoved, application.primaryScreenChanged):
            changed.connect(self.again)
        self._handle = clerk.windowHandle()
        if self._handle is not None:
            self._handle.screenChanged.connect(self.again)
        self._placed: tuple[QScreen | None, QRect] | None = None

    def again(self, *_: object) -> None:
        """Something about the screens has changed: look once all of it has."""
        self._soon.start()

    def place(self) -> None:
        """Show the window where it belongs; nothing where it stands there already."""
        other = next((screen for screen in self._screens() if screen is not self.clerk.screen()), None)
        shape = other.geometry() if other is not None else QRect()
        if self._placed == (other, shape) and self.window.isVisible():
            return
        self._placed = (other, shape)
        if other is not None:
            self.window.setScreen(other)
            self.window.setGeometry(other.geometry())
            self.window.showFullScreen()
            return
        beside = self.clerk.screen()
        self.window.setScreen(beside)
        self.window.setGeometry(QRect(beside.availableGeometry().topLeft() + _ASIDE, DRAWN))
        self.window.showNormal()

    def stop(self) -> None:
        """Follow nothing any more."""
        self._soon.stop()
        if self._handle is not None:
            self._handle.screenChanged.disconnect(self.again)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            for changed in (application.screenAdded, application.screenRemoved, application.primaryScreenChanged):
                changed.disconnect(self.again)
