"""A scanner is told from a hand by the moments of the keys alone."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from posapp.devices.simulated import Press, SimulatedScanner
from posapp.ui.burst import LEAST_GAP_MS, MOST_GAP_MS, TORN_MS, Burst, Fate, Verdict, calibrated
from tests.ui.keys import by_hand

CARD = "2900001234567890"


class Played:
    """Plays keys to a burst as the window does, and keeps what came of them."""

    def __init__(self, burst: Burst) -> None:
        self.burst = burst
        self.scans: list[str] = []
        self.torn = 0
        self.typed = ""
        self._held = ""

    def play(self, keys: Iterable[Press], *, then_silence: bool = True) -> Played:
        for key in keys:
            ends = key.character in "\r\n\t"
            verdict = self.burst.press(key.character, at_ms=key.at_ms, ends=ends)
            self._settle(verdict)
            if verdict.fate is Fate.HOLD:
                self._held += key.character
            elif verdict.fate is Fate.PASS:
                self.typed += key.character
        if then_silence:
            self._settle(self.burst.silence())
        return self

    def _settle(self, verdict: Verdict) -> None:
        if verdict.replay is not None:
            self.typed += self._held if verdict.replay else ""
            self._held = ""
        if verdict.scan is not None:
            self.scans.append(verdict.scan)
        self.torn += verdict.torn


@pytest.mark.parametrize("gap_ms", [1, 8, 20, 48])
@pytest.mark.parametrize("suffix", ["\r", "\n", "\t", "\r\n", ""])
def test_a_scan_is_heard_whatever_it_ends_with_and_nothing_of_it_is_typed(gap_ms: int, suffix: str) -> None:
    played = Played(Burst()).play(SimulatedScanner(gap_ms=gap_ms, suffix=suffix).scan(CARD))
    assert (played.scans, played.typed) == ([CARD], "")


def test_a_slow_scanner_is_heard_once_its_gap_is_set() -> None:
    slow = list(SimulatedScanner(gap_ms=60).scan(CARD))
    assert Played(Burst()).play(slow).scans == []
    assert Played(Burst(gap_ms=calibrated([[60] * 15] * 3))).play(slow).scans == [CARD]


@pytest.mark.parametrize("gap_ms", [60, 90, 150, 400])
def test_quick_typing_on_a_number_pad_is_played_again_and_never_eaten(gap_ms: int) -> None:
    played = Played(Burst()).play(by_hand("5678\r", gap_ms=gap_ms))
    assert (played.scans, played.typed) == ([], "5678\r")


def test_the_quickest_four_digits_and_enter_are_typing_even_for_a_slow_scanner() -> None:
    played = Played(Burst(gap_ms=MOST_GAP_MS)).play(by_hand("5678\r", gap_ms=101))
    assert (played.scans, played.typed) == ([], "5678\r")


def test_half_a_scan_is_typed_and_nothing_is_scanned() -> None:
    played = Played(Burst()).play(SimulatedScanner(suffix="").scan("29000"))
    assert (played.scans, played.typed) == ([], "29000")


def torn(*parts: str, pause_ms: int = 180) -> list[Press]:
    """A scan whose keyboard paused between its parts."""
    keys, at_ms = [], 700_000
    for part in parts:
        for character in part:
            at_ms += 8
            keys.append(Press(character, at_ms))
        at_ms += pause_ms - 8
    return keys


@pytest.mark.parametrize("parts", [
    (CARD[:2], CARD[2:] + "\r"),
    (CARD[:2], CARD[2:]),
    (CARD[:1], CARD[1:4], CARD[4:] + "\r"),
    (CARD[:7], CARD[7:] + "\r\n"),
])  # fmt: skip
@pytest.mark.parametrize("pause_ms", [60, 180, TORN_MS])
def test_the_rest_of_a_scan_is_never_taken_for_a_shorter_code(parts: tuple[str, ...], pause_ms: int) -> None:
    played = Played(Burst()).play(torn(*parts, pause_ms=pause_ms))
    assert (played.scans, played.torn) == ([], 1)
    assert played.typed == "".join(parts[:-1])


def test_the_few_last_digits_of_a_torn_scan_are_not_asked_for_as_if_typed() -> None:
    """Its beginning was long enough for the scan of a scanner without a suffix; then the rest and Enter come."""
    played = Played(Burst()).play(torn(CARD[:13], CARD[13:] + "\r"))
    assert (played.scans, played.torn, played.typed) == ([CARD[:13]], 1, "")


def test_a_scanner_without_a_suffix_may_be_as_quick_as_it_likes() -> None:
    other = "2900009876543210"
    assert Played(Burst()).play(torn(CARD, other)).scans == [CARD, other]


@pytest.mark.parametrize("between", ["\r", "\x1b", "\b"])
def test_after_a_key_that_ends_typing_a_scan_is_a_scan(between: str) -> None:
    played = Played(Burst()).play(torn("12", between, CARD + "\r", pause_ms=60))
    assert (played.scans, played.torn) == ([CARD], 0)


def test_a_scan_after_typing_is_a_scan_half_a_second_later() -> None:
    played = Played(Burst()).play(torn("5678", CARD + "\r", pause_ms=TORN_MS + 1))
    assert (played.scans, played.torn, played.typed) == ([CARD], 0, "5678")


def test_what_is_scanned_again_after_a_torn_scan_is_heard() -> None:
    played = Played(Burst()).play(torn(CARD[:2], CARD[2:] + "\r"))
    played.play(Press(key.character, key.at_ms + 900_000) for key in SimulatedScanner().scan(CARD))
    assert (played.scans, played.torn) == ([CARD], 1)


@pytest.mark.parametrize("at", [1, 2, 7, len(CARD)])
def test_a_scan_that_was_delivered_late_in_part_is_whole(at: int) -> None:
    """The moments say that it was pressed as one; only the silence was over before the rest arrived."""
    keys, burst = list(SimulatedScanner().scan(CARD)), Burst()
    played = Played(burst).play(keys[:at]).play(keys[at:])
    assert played.scans == [CARD]
    assert played.torn == 0


def test_two_scans_one_after_the_other_are_two() -> None:
    scanner = SimulatedScanner(suffix="\r\n")
    played = Played(Burst()).play([*scanner.scan(CARD), *scanner.scan("8801234567893")])
    assert (played.scans, played.typed) == ([CARD, "8801234567893"], "")


def test_two_scans_run_together_arrive_as_one_text_for_the_till_to_refuse() -> None:
    first = list(SimulatedScanner(suffix="").scan(CARD))
    second = [Press(key.character, first[-1].at_ms + 8 * at) for at, key in enumerate(first, 1)]
    played = Played(Burst()).play([*first, *second, Press("\r", second[-1].at_ms + 8)])
    assert played.scans == [CARD + CARD]


def test_an_enter_that_comes_late_after_a_scan_presses_nothing() -> None:
    """Some scanners pause before their suffix; on the sale that Enter would take the payment."""
    keys = list(SimulatedScanner(suffix="").scan(CARD))
    played = Played(Burst()).play(keys)
    played.play([Press("\r", keys[-1].at_ms + 120)])
    assert (played.scans, played.typed) == ([CARD], "")


def test_an_enter_by_hand_after_a_scan_is_an_enter() -> None:
    keys = list(SimulatedScanner().scan(CARD))
    played = Played(Burst()).play([*keys, Press("\r", keys[-1].at_ms + 900)])
    assert (played.scans, played.typed) == ([CARD], "\r")


def test_a_key_whose_moment_is_unknown_is_never_part_of_a_scan() -> None:
    played = Played(Burst()).play([Press(character, 0) for character in CARD + "\r"])
    assert (played.scans, played.typed) == ([], CARD + "\r")


def test_the_moments_decide_and_not_the_arrival_after_a_stall() -> None:
    """Slow typing that arrives at once, because the window was busy, is typing."""
    played = Played(Burst()).play(by_hand("01055667788\r", gap_ms=180))
    assert played.scans == []


def test_the_clock_of_the_x_server_begins_anew_after_49_days() -> None:
    before = [Press(character, 4_294_967_200 + at) for at, character in enumerate("12")]
    played = Played(Burst()).play([*before, *SimulatedScanner().scan(CARD)])
    assert (played.scans, played.typed) == ([CARD], "12")


@pytest.mark.parametrize("prefix", ["]C1", "]E0", "]Q3"])
def test_the_symbology_identifier_is_no_part_of_the_number(prefix: str) -> None:
    assert Played(Burst()).play(SimulatedScanner(prefix=prefix).scan(CARD)).scans == [CARD]


def test_a_scan_through_a_korean_layout_is_read_as_the_keys_that_were_pressed() -> None:
    assert Played(Burst()).play(SimulatedScanner().scan("ㅣㅐㅛ-00012345")).scans == ["loy-00012345"]


def test_a_control_character_inside_a_scan_stays_for_the_till_to_refuse() -> None:
    assert Played(Burst()).play(SimulatedScanner().scan("2900\x1d00123")).scans == ["2900\x1d00123"]


def test_a_function_key_is_passed_on_after_what_was_typed_before_it() -> None:
    burst = Burst()
    assert burst.press("5", at_ms=1000).fate is Fate.HOLD
    verdict = burst.press("", at_ms=1010, typed=False)
    assert (verdict.fate, verdict.replay) == (Fate.PASS, True)


@pytest.mark.parametrize(
    ("gaps", "wanted"),
    [
        ([[2] * 15] * 3, LEAST_GAP_MS),
        ([[20] * 15] * 3, 50),
        ([[90] * 15] * 3, MOST_GAP_MS),
        ([[10] * 19 + [30]], 25 + 5),  # the slowest of twenty is beyond the 95th percentile
    ],
)
def test_calibration_takes_two_and_a_half_times_the_slowest_usual_gap(gaps: list[list[int]], wanted: int) -> None:
    assert calibrated(gaps) == wanted


def test_there_is_nothing_to_calibrate_without_a_scan() -> None:
    with pytest.raises(ValueError, match="no scan"):
        calibrated([])
