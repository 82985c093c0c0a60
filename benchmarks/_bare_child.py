"""The process that the till's own is compared with by `benchmarks.start`: ``… bare SHOP SECONDS-SINCE-EPOCH``.

It imports what it shows and nothing else; the till's own process begins as the program does.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QEvent, QTimer

from benchmarks._said import memory_mb, say


def bare(began: float) -> None:
    """A PySide6 window of the same shape: a line, a list, a card, seven buttons, and nothing behind them."""
    from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QWidget

    application = QApplication(["bare"])
    application.setStyle("Fusion")

    class Bare(QWidget):
        def paintEvent(self, _: QEvent) -> None:
            QTimer.singleShot(0, painted)

    first: list[float] = []

    def painted() -> None:
        if not first:
            first.append(time.time() - began)
            QTimer.singleShot(1500, lambda: say(painted=first[0], ready=first[0], begun=first[0], **memory_mb()))

    window = Bare()
    grid = QGridLayout(window)
    grid.addWidget(QLabel("Haneul Hair"), 0, 0)
    grid.addWidget(QLineEdit(), 1, 0, 1, 2)
    for row, words in enumerate(("basket", "card")):
        area = QScrollArea()
        area.setWidget(QLabel(words))
        grid.addWidget(area, 2, row)
    for column in range(7):
        grid.addWidget(QPushButton(f"button {column}"), 3 + column // 2, column % 2)
    window.resize(1024, 768)
    window.show()
    application.exec()


if __name__ == "__main__":
    bare(float(sys.argv[3]))
