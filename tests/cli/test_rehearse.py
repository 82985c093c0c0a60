"""`posapp rehearse` as a person or a script meets it: what is printed, and the exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from posapp.cli import main
from posapp.loyalty.documents import read_json

SCENARIOS = Path(__file__).parents[1] / "scenarios"
TEN_CUTS = SCENARIOS / "salon-ten-cuts.json"


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """Ten cuts, with one expectation that is not met."""
    document = json.loads(TEN_CUTS.read_text("utf-8"))
    document["steps"][2]["expect"]["due"] = 79_999
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(document), "utf-8")
    return file


def test_the_receipts_are_read_like_a_receipt(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", str(TEN_CUTS), "--language", "en"]) == 0
    said = capsys.readouterr().out
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert lines[0].startswith("Ten cuts, the eleventh free")
    assert "✓ 1 2 Mar 2026, 10:05 a sale" in lines
    assert "Cut × 10 ₩150,000" in lines
    assert "Due ₩80,000" in lines
    assert any(line.startswith("cuts: ") and line.endswith("−₩15,000") for line in lines)
    assert "Money back ₩15,000" in lines
    assert "cuts -1".replace("-", "−") in lines
    assert lines[-1] == "1 passed, 0 failed"


def test_in_korean(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", str(TEN_CUTS), "--language", "ko"]) == 0
    said = capsys.readouterr().out
    assert "받을 금액" in said
    assert "80,000원" in said
    assert said.splitlines()[-1] == "1개 통과, 0개 실패"


def test_what_did_not_fit_stands_under_its_step(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", str(wrong), str(TEN_CUTS), "--language", "en"]) == 1
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert "✗ due: expected 79999, got 80000" in lines
    assert lines[-1] == "1 passed, 1 failed"


def test_files_that_cannot_be_read_fail_and_the_others_are_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    torn, latin = tmp_path / "torn.json", tmp_path / "latin.json"
    torn.write_text('{"title": ', "utf-8")
    latin.write_bytes(b'{"title": "\xe9"}')
    missing = tmp_path / "missing.json"
    assert main(["rehearse", str(torn), str(latin), str(missing), str(TEN_CUTS), "--language", "en"]) == 1
    said = capsys.readouterr().out
    assert "line 1, column 11" in said
    assert "No such file" in said
    assert said.splitlines()[-1] == "1 passed, 3 failed"


def test_json_has_each_steps_whole_outcome(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse", "--json", str(wrong), "--language", "en"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["passed"], answer["failed"]) == (0, 1)
    (scenario,) = answer["scenarios"]
    assert [step["passed"] for step in scenario["steps"]] == [True, True, False, True, True, True]
    assert scenario["steps"][2]["failures"] == ["due: expected 79999, got 80000"]
    outcome = scenario["steps"][2]["outcome"]
    assert (outcome["due"], outcome["discounts"], outcome["balances"]) == (80000, {"cuts": 15000}, {"cuts": 0})
    assert set(read_json(TEN_CUTS.read_text("utf-8"))["steps"][2]["expect"]) <= set(outcome)


def test_without_a_file_it_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rehearse"]) == 2
    assert "FILE" in capsys.readouterr().err


def test_a_terminal_without_the_signs_is_no_reason_to_stop() -> None:
    """Plain ASCII, as on a bare server: what it cannot show becomes a question mark."""
    ran = subprocess.run(
        [sys.executable, "-m", "posapp", "rehearse", str(TEN_CUTS), "--language", "ko"],
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.decode("ascii").splitlines()[-1].startswith("1")
