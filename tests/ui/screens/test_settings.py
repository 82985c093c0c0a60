"""Every declared setting can be changed where it stands; what needs rank asks for it; what cannot be is refused."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from posapp.settings import SETTINGS
from posapp.till import settings
from posapp.ui.screens.recovery import RecoveryScreen
from posapp.ui.screens.settings import SettingsScreen
from posapp.ui.widgets.pin_sheet import PinSheet
from tests.ui.conftest import KIM_CARD, Counter
from tests.ui.screens.hands import give_pin, manager_at_work, opened, press, sheet, shown


def settings_screen(counter: Counter) -> SettingsScreen:
    return opened(counter, "settings", SettingsScreen)


def kept(counter: Counter, key: str) -> object:
    values: list[object] = []
    counter.session.lane.run(lambda till: settings.get(till, key), done=values.append)
    counter.until(lambda: bool(values))
    return values[0]


def test_every_declared_setting_has_its_row(counter: Counter) -> None:
    screen = settings_screen(counter)
    assert set(screen.rows) == {setting.key for setting in SETTINGS}
    assert all(row.title.text() and row.meaning.text() for row in screen.rows.values())


def test_the_theme_changes_at_once_and_is_kept(counter: Counter) -> None:
    screen = settings_screen(counter)
    choice = screen.rows["theme"].choice
    assert choice is not None
    press(counter, choice.buttons["dark"])
    counter.until(lambda: counter.window.look.dark)
    assert kept(counter, "theme") == "dark"


def test_the_language_changes_at_once(counter: Counter) -> None:
    screen = settings_screen(counter)
    choice = screen.rows["language"].choice
    assert choice is not None
    press(counter, choice.buttons["ko"])
    counter.until(lambda: screen.rows["language"].title.text() == "언어")


def test_sounds_are_switched_off(counter: Counter) -> None:
    screen = settings_screen(counter)
    switch = screen.rows["sound"].switch
    assert switch is not None
    press(counter, switch)
    counter.until(lambda: not counter.window.sound_on)
    assert not switch.isChecked()


def test_a_number_out_of_bounds_is_refused_below_it(counter: Counter) -> None:
    screen = settings_screen(counter)
    row = screen.rows["scanner.gap_ms"]
    assert row.line is not None
    for written in ("5", "1000", "soon", "", "99999999999999999999"):
        row.line.setText(written)
        row.line.setFocus()
        counter.press(Qt.Key.Key_Return)
        assert row.fault.isVisible(), written
    row.line.setText("80")
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: kept(counter, "scanner.gap_ms") == 80)
    assert not row.fault.isVisible()


def test_what_needs_a_manager_asks_and_shows_what_is_kept_meanwhile(counter: Counter) -> None:
    screen = settings_screen(counter)
    row = screen.rows["card.prefix"]
    assert row.line is not None
    before = row.line.text()
    row.line.setText("27")
    row.line.setFocus()
    counter.press(Qt.Key.Key_Return)
    sheet(counter, PinSheet)
    assert row.line.text() == before
    give_pin(counter)
    counter.until(lambda: row.line is not None and row.line.text() == "27")


def test_a_backup_is_written_beside_the_shop_and_named(counter: Counter) -> None:
    screen = settings_screen(counter)
    press(counter, screen.safety.back_up)
    counter.until(lambda: screen.safety.back_up.isEnabled())
    assert screen.safety.backup_said.kind == "good"
    (made,) = (counter.session.path.parent / "backups").iterdir()
    assert made.name in screen.safety.backup_said.words.text()


def test_a_folder_that_cannot_be_written_is_told(counter: Counter, tmp_path: Path) -> None:
    manager_at_work(counter)
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("in the way", encoding="utf-8")
    screen = settings_screen(counter)
    row = screen.rows["backup.folder"]
    assert row.line is not None
    row.line.setText(str(in_the_way / "backups"))
    row.line.setFocus()
    counter.press(Qt.Key.Key_Return)
    counter.until(lambda: kept(counter, "backup.folder") != "")
    press(counter, screen.safety.back_up)
    counter.until(lambda: screen.safety.back_up.isEnabled())
    assert screen.safety.backup_said.kind == "seal"


def test_a_code_that_is_none_and_a_headquarters_that_is_silent_are_told(counter: Counter) -> None:
    manager_at_work(counter)
    screen = settings_screen(counter)
    press(counter, screen.safety.connect_)
    assert screen.safety.code.fault.isVisible()
    screen.safety.code.set_text("not a code")
    press(counter, screen.safety.connect_)
    counter.until(lambda: screen.safety.hq_said.kind == "seal")
    assert screen.safety.code.text() == "not a code"


def test_the_recovery_sheet_is_for_a_manager_and_gone_when_left(counter: Counter) -> None:
    screen = settings_screen(counter)
    press(counter, screen.safety.recovery)
    give_pin(counter)
    recovery = shown(counter, RecoveryScreen)
    counter.until(recovery.pane.isVisible)
    assert recovery.pane.recovery is not None
    assert len(recovery.pane.recovery.groups) == 16
    counter.press(Qt.Key.Key_Escape)
    assert counter.window.screen_now is counter.sale
    opened(counter, "recovery", RecoveryScreen)
    sheet(counter, PinSheet)
    assert not recovery.pane.isVisible()


def test_the_shop_is_renamed_with_rank_and_the_header_says_so(counter: Counter) -> None:
    screen = settings_screen(counter)
    counter.until(lambda: bool(screen.shop.title.text()))
    screen.shop.title.set_text("Sea Hair")
    press(counter, screen.shop.save)
    give_pin(counter)
    counter.until(lambda: counter.window.header.shop.text() == "Sea Hair")


def test_rounding_that_would_take_every_discount_is_refused_at_its_field(counter: Counter) -> None:
    manager_at_work(counter)
    screen = settings_screen(counter)
    counter.until(lambda: bool(screen.shop.unit.text()))
    for written in ("0", "", "soon", "1,000,000"):
        screen.shop.unit.set_text(written)
        press(counter, screen.shop.save)
        counter.until(screen.shop.unit.fault.isVisible)


def test_the_scanner_is_calibrated_from_here(counter: Counter) -> None:
    from posapp.ui.widgets.calibration import Calibration

    screen = settings_screen(counter)
    press(counter, screen.calibrate)
    sheet(counter, Calibration)
    for _ in range(3):
        counter.scan(KIM_CARD)
    assert counter.window.screen_now is screen, "these scans are no customer"
