"""The recovery sheet on the screen: sixteen groups to write down, or a page to print."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from posapp.till.safety import Recovery
from posapp.ui.theme import BOLD, LABEL, LINE, SMALL, Look
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import Painted
from posapp.ui.widgets.strip import Strip
from posapp.ui.words import Words

_ACROSS = 4


class RecoveryPane(Painted):
    """`show_recovery`, then `kept` says that the words were written down."""

    kept = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look)
        self.words = words
        self.recovery: Recovery | None = None
        self.why = Label(look, size=SMALL, colour="soft", wrap=True)
        self.whose = Label(look, size=LABEL, colour="soft", wrap=True)
        self.later = Label(look, size=LABEL, colour="soft", wrap=True)
        self.groups: list[Label] = []
        self.card = Card(look, padding=(24, 20), spacing=12)
        self.said = Strip(look)
        self.save = Button(look, tall=True)
        self.done = Button(look, kind="filled", tall=True)
        self.grid = QGridLayout()
        self.card.column.addWidget(self.whose)
        self.card.column.addLayout(self.grid)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.save)
        self._buttons.addWidget(self.done, 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.why, self.card, self.said):
            self.column.addWidget(widget)
        self.column.addLayout(self._buttons)
        self.column.addWidget(self.later)
        self.column.addStretch(1)
        self.save.clicked.connect(self._save)
        self.done.clicked.connect(self.kept)
        self.restyle()
        self.retranslate()

    def restyle(self) -> None:
        """Follow the look."""
        px = self.look.px
        self.column.setSpacing(px(12))
        self.grid.setHorizontalSpacing(px(8))
        for column in range(2, 2 * _ACROSS, 2):  # a digit that is cut off is a backup that never opens again
            self.grid.setColumnMinimumWidth(column, px(28))
        self.grid.setVerticalSpacing(px(12))
        self._buttons.setSpacing(px(12))

    def retranslate(self) -> None:
        """Say everything in the language of the moment."""
        w = self.words
        self.why.setText(w("ui_first_day.recovery_why"))
        self.later.setText(w("ui_first_day.recovery_later"))
        self.save.setText(w("ui_first_day.recovery_save"))
        self.done.setText(w("ui_first_day.recovery_kept"))

    def show_recovery(self, recovery: Recovery) -> None:
        """Show whose it is and its groups, each with its number."""
        self.recovery = recovery
        self.said.clear()
        self.whose.setText(f"{recovery.shop} · {recovery.file} · {recovery.key_name}")
        for label in self.groups:
            label.deleteLater()
        self.groups = []
        for place, group in enumerate(recovery.groups):
            number = Label(self.look, f"{place + 1}", size=LABEL, colour="soft", right=True)
            digits = Label(self.look, f"{group[:3]} {group[3:]}", size=LINE, weight=BOLD)
            digits.setAccessibleName(f"{place + 1}: {' '.join(group)}")
            digits.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            row, column = divmod(place, _ACROSS)
            self.grid.addWidget(number, row, 2 * column)
            self.grid.addWidget(digits, row, 2 * column + 1)
            self.groups += [number, digits]

    def _save(self) -> None:
        # Drawing takes Pillow, which nothing else here needs.
        from posapp.cards.recovery import write_recovery

        recovery = self.recovery
        if recovery is None:
            return
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        target = Path(documents) / f"{self.words('ui_first_day.recovery_sheet')} {recovery.key_name}.pdf"
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_recovery(
                target, shop=recovery.shop, file=recovery.file, key_name=recovery.key_name, groups=recovery.groups,
                language=self.words.language,
            )  # fmt: skip
        except OSError:
            self.said.say(self.words("ui_first_day.recovery_failed"))
            return
        self.said.say(self.words("ui_first_day.recovery_saved", file=str(target)), kind="good")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))
