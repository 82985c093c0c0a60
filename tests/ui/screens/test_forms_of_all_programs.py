"""The form of every kind shows every program that there is, and a form that nobody filled in changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from posapp.loyalty.programs.base import kinds
from posapp.till.ready_made import ready_made
from posapp.ui.screens.programs import ProgramsScreen
from posapp.ui.widgets.form_field import FormField
from posapp.ui.widgets.form_parts import FoldedRecord
from posapp.ui.widgets.program_form import ProgramForm
from tests.ui.conftest import Counter
from tests.ui.screens.hands import opened

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def all_programs() -> list[dict[str, Any]]:
    """Every program of the scenarios, the bad ones too, and of the ready-made ones."""
    written = [json.loads(file.read_text("utf-8")).get("programs", []) for file in sorted(SCENARIOS.glob("*.json"))]
    written += [list(pattern.scenario["programs"]) for pattern in ready_made()]
    return [program for programs in written for program in programs if isinstance(program, dict)]


def unfold(form: ProgramForm) -> None:
    """Open every part, those inside others too."""
    shut: list[FoldedRecord] = [None]  # type: ignore[list-item]
    while shut:
        parts = form.findChildren(FoldedRecord)
        shut = [part for part in parts if part.fold.body.isHidden() and part.value() != part.default]
        for part in shut:
            part.unfold()
            part.fold.body.show()


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_a_form_that_nobody_filled_in_changes_nothing(counter: Counter, kind: str) -> None:
    screen = opened(counter, "programs", ProgramsScreen)
    form = screen.editor.form
    shown = [program for program in all_programs() if program.get("kind") == kind]
    assert shown
    for program in shown[:12]:
        form.show_document(program)
        unfold(form)
        for field in form.findChildren(FormField):
            if field.isVisibleTo(form):
                field.changed.emit()
        assert form.document == program
    counter.settled()
    assert len([each for each in QApplication.topLevelWidgets() if each.isVisible()]) == 1, "no part became a window"
    form.deleteLater()
