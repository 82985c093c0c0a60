"""The recovery sheet, for a manager."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from posapp.till import safety
from posapp.ui.ranked import run_ranked
from posapp.ui.registry import Desk, Screen, screen
from posapp.ui.theme import EDGE
from posapp.ui.widgets.recovery_pane import RecoveryPane

_WIDE = 720


@screen("recovery", title_key="ui_first_day.recovery_title", rank=-1)
class RecoveryScreen(Screen):
    """Shown only once a manager's PIN was given, and gone when it is left."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.pane = RecoveryPane(desk.look, desk.words)
        self.pane.hide()
        self._around = QVBoxLayout(self)
        self._around.addWidget(self.pane, 1, Qt.AlignmentFlag.AlignHCenter)
        self.pane.kept.connect(desk.go.home)

    def restyle(self) -> None:
        px = self.desk.look.px
        self.pane.setFixedWidth(px(_WIDE))
        self._around.setContentsMargins(EDGE, 0, EDGE, EDGE)

    def enter(self, **wishes: Any) -> None:
        self.pane.hide()
        run_ranked(self.desk, safety.recovery, done=self._show, refused=self.desk.go.tell_refused)

    def leave(self) -> bool:
        """Nobody who comes by later reads it."""
        self.pane.hide()
        return True

    def _show(self, recovery: safety.Recovery) -> None:
        self.pane.show_recovery(recovery)
        self.pane.show()
        self.pane.done.setFocus(Qt.FocusReason.OtherFocusReason)
