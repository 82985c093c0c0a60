"""Settings: every one that is declared, with what it is for, kept as soon as it is changed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posapp.loyalty.errors import Refused
from posapp.settings import SETTINGS, Setting, Value
from posapp.till import settings
from posapp.till.context import Till
from posapp.ui.ranked import run_ranked
from posapp.ui.registry import Desk, Screen, screen
from posapp.ui.screens.safety_card import SafetyCard
from posapp.ui.screens.shop_card import ShopCard
from posapp.ui.theme import COLUMN, EDGE, GAP, LABEL, SEMIBOLD
from posapp.ui.widgets.button import Button
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.label import Label
from posapp.ui.widgets.scroll import Scroll
from posapp.ui.widgets.setting_row import SettingRow

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("group_looks", ("language", "theme", "sound", "motion")),
    ("group_shop", ("shop.",)),
    ("group_scanner", ("scanner.", "card.")),
    ("group_customer", ("customer.",)),
    ("group_hq", ("hq.",)),
    ("group_backup", ("backup.",)),
)
"""Headings and how the keys of their settings begin; a setting of none of them stands under `OTHER`."""

OTHER = "group_other"


def group_of(setting: Setting) -> str:
    """Under which heading a setting stands."""
    return next((name for name, begins in GROUPS if setting.key.startswith(begins)), OTHER)


@screen("settings", title_key="ui_settings.title", rank=80)
class SettingsScreen(Screen):
    """Two columns of cards. What a cashier may not change asks for a manager's PIN when it is changed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.rows = {setting.key: SettingRow(desk.look, desk.words, setting) for setting in SETTINGS}
        self.safety = SafetyCard(desk)
        self.shop = ShopCard(desk)
        self.calibrate = Button(desk.look)
        self._titles: dict[str, Label] = {}
        self._cards: list[Card] = []
        self._lay_out()
        for key, row in self.rows.items():
            row.changed.connect(lambda value, key=key: self._put(key, value))
        self.calibrate.clicked.connect(lambda: desk.go.calibrate())
        desk.hub.settings_changed.connect(self._follow)

    def _lay_out(self) -> None:
        inside = QWidget()
        self._both = QHBoxLayout(inside)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._columns = (QVBoxLayout(), QVBoxLayout())
        parts = {**self.safety.parts, "group_shop": (self.shop,), "group_scanner": (self.calibrate,)}
        for name in (*(name for name, _ in GROUPS), OTHER):
            of_group = [row for row in self.rows.values() if group_of(row.setting) == name]
            extras = parts.get(name, ())
            if of_group or extras:
                column = self._columns[1 if name in ("group_scanner", "group_customer", "group_hq") else 0]
                column.addWidget(self._card(name, of_group, extras))
        self._columns[1].addWidget(self._card("group_safety", [], self.safety.parts["group_safety"]))
        for column in self._columns:
            column.addStretch(1)
            self._both.addLayout(column, 1)
        around = self._around = QVBoxLayout(self)
        around.addWidget(Scroll(self.desk.look, inside))

    def _card(self, name: str, rows: list[SettingRow], extras: tuple[QWidget, ...]) -> Card:
        card = Card(self.desk.look, padding=(20, 14), spacing=4)
        self._titles[name] = Label(self.desk.look, size=LABEL, weight=SEMIBOLD, colour="soft")
        for widget in (self._titles[name], *rows, *extras):
            card.column.addWidget(widget)
        self._cards.append(card)
        return card

    def restyle(self) -> None:
        px = self.desk.look.px
        self._around.setContentsMargins(EDGE, 0, EDGE - 8, px(8))
        self._both.setSpacing(COLUMN)
        for column in self._columns:
            column.setSpacing(px(GAP))

    def retranslate(self) -> None:
        for name, title in self._titles.items():
            title.setText(self.desk.words(f"ui_settings.{name}"))
        self.calibrate.setText(self.desk.words("ui_settings.calibrate"))

    def enter(self, **wishes: Any) -> None:
        for row in self.rows.values():
            row.refuse("")
        self.safety.enter()
        self.shop.enter()
        self.desk.lane.run(self._read, done=self._show, refused=self.desk.go.tell_refused)
        next(iter(self.rows.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    @staticmethod
    def _read(till: Till) -> dict[str, Value]:
        return {setting.key: settings.get(till, setting.key) for setting in SETTINGS}

    def _show(self, values: dict[str, Value]) -> None:
        for key, value in values.items():
            self.rows[key].set_value(value)

    def _follow(self, key: str) -> None:
        """A setting was changed elsewhere (the header switches the language too)."""
        if self.isVisible() and key in self.rows:
            self.desk.lane.run(self._read, done=self._show, refused=self.desk.go.tell_refused)

    def _put(self, key: str, value: Value) -> None:
        row = self.rows[key]

        def put(till: Till) -> Value:
            settings.put(till, key, value)
            return settings.get(till, key)

        def done(kept: Value) -> None:
            row.refuse("")
            row.set_value(kept)
            self.desk.go.tell(self.desk.words("ui_settings.saved"))
            self.desk.hub.settings_changed.emit(key)

        def refused(refusal: Refused) -> None:
            row.refuse(self.desk.words.say(refusal.reason))
            self.desk.go.play("refused")

        row.show_kept()  # until it is kept it shows what is, not what was asked for
        run_ranked(self.desk, put, done=done, refused=refused)
