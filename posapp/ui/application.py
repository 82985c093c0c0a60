"""Qt's application: whether there is a display at all, how it looks, and the loop."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from posapp import resources
from posapp.loyalty.errors import Refused
from posapp.ui.theme import load_fonts

SWITCH_S = 0.001
"""How long another thread may keep the window from running (Python's own 5 ms would be felt during long work)."""


def has_display() -> bool:
    """Whether a window can be shown; asked before Qt is, which would end the whole program."""
    if os.environ.get("QT_QPA_PLATFORM") or sys.platform in ("win32", "darwin"):
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    display = os.environ.get("DISPLAY", "")
    if not display:
        return False
    import socket

    host, _, number = display.partition(":")
    number = number.partition(".")[0]
    if host not in ("", "unix") or not number.isdecimal():
        return True
    for address in (f"\0/tmp/.X11-unix/X{number}", f"/tmp/.X11-unix/X{number}"):
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(address)
            except OSError:
                continue
            return True
    return False


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """The one application of this process, with the bundled fonts. `Refused` where there is no display."""
    if not has_display():
        raise Refused.because("ui_window.no_display")
    running = QApplication.instance()
    if isinstance(running, QApplication):
        application = running
        application.setStyle("Fusion")
    else:  # asked for so, because what `setStyle` answers makes PySide6 read in all styles, for 17 ms of the start
        application = QApplication(["posapp", "-style", "Fusion", *arguments])
    application.setApplicationName("posapp")
    sys.setswitchinterval(SWITCH_S)
    load_fonts()
    return application


def set_icon(application: QApplication) -> None:
    """The seal, for the task bar; after the first paint."""
    from PySide6.QtGui import QIcon

    icon: Path = resources.path("icons/posapp.svg")
    application.setWindowIcon(QIcon(str(icon)))
