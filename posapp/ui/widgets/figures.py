"""Names at the left, figures at the right, one below the other."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout

from posapp.ui.theme import SEMIBOLD, SMALL, TEXT, Look
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.painted import Painted


class Figures(Painted):
    """``show_figures(("Sales", "12", ""), ("Saved", "−₩34,300", "good"))``: a name, a figure, a colour's name or "".

    A name without a figure stands as a heading over those that follow.
    """

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.lines: list[tuple[Label, Label]] = []
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setColumnStretch(0, 1)
        self.restyle()

    def restyle(self) -> None:
        """Follow the look."""
        self.grid.setVerticalSpacing(self.look.px(10))
        self.grid.setHorizontalSpacing(self.look.px(12))

    def show_figures(self, *figures: tuple[str, str, str]) -> None:
        """Show these and no others."""
        for place, (name, figure, colour) in enumerate(figures):
            if place == len(self.lines):
                pair = (
                    Label(self.look, size=SMALL, colour="soft", wrap=True),
                    Label(self.look, size=TEXT, weight=SEMIBOLD, right=True),
                )
                self.grid.addWidget(pair[0], place, 0)
                self.grid.addWidget(pair[1], place, 1)
                self.lines.append(pair)
            name_label, figure_label = self.lines[place]
            name_label.setText(name)
            name_label.paint_in("soft" if figure else "ink")
            figure_label.setText(figure)
            figure_label.paint_in(colour or "ink")
            figure_label.setAccessibleName(f"{name} {figure}")
        for place, pair in enumerate(self.lines):
            for label in pair:
                label.setVisible(place < len(figures))
