"""The command line as a whole: what is asked for, in which language it answers, and with which status."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import posapp.cli
from posapp.cli import command_names, main, make_parser, reader_language


def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert {name for name in command_names() if f"  {name} " not in said} == set()


def test_a_word_that_python_keeps_is_a_command_all_the_same() -> None:
    assert "return" in command_names()
    assert not any(name.startswith("_") or name.endswith("_") for name in command_names())


@pytest.mark.parametrize("given", [["no-such-command"], ["--no-such-option"], ["verify", "--no-such-option"], ["hq"]])
def test_wrong_usage_is_told_from_a_refusal(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(given) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("usage: posapp")


@pytest.mark.parametrize("order", ["before", "after"])
@pytest.mark.parametrize(("language", "hangul"), [("ko", True), ("en", False)])
def test_a_refusal_is_one_sentence_in_the_readers_language(
    order: str, language: str, hangul: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--shop", str(tmp_path / "nowhere.db"), "--language", language]
    assert main([*options, "verify"] if order == "before" else ["verify", *options]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert any("가" <= letter <= "힣" for letter in said.err) is hangul
    assert not (tmp_path / "nowhere.db").exists(), "a refused command must change nothing"


def test_with_json_a_refusal_is_one_value_with_its_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--json", "--language", "en", "--shop", str(tmp_path / "nowhere.db")]) == 1
    answer = json.loads(capsys.readouterr().err)
    assert set(answer) == {"refused", "reason"}
    assert "." in answer["reason"]
    assert " " in answer["refused"]


def test_hangul_passes_a_pipe_of_any_encoding(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "posapp", "verify", "--language", "ko", "--shop", str(tmp_path / "nowhere.db")],
        env=dict(os.environ, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"),
        capture_output=True,
        check=False,
    )
    assert said.returncode == 1
    assert any("가" <= letter <= "힣" for letter in said.stderr.decode("utf-8"))


def test_a_bug_is_shown_as_one_and_is_no_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Here the bug is a command file that the program trusts and that breaks."""
    broken = tmp_path / "broken_command.py"
    broken.write_text(
        "def add(subparsers):\n    subparsers.add_parser('broken_command').set_defaults(func=run)\n"
        "def run(args):\n    return 1 // 0\n"
    )
    monkeypatch.setattr("posapp.cli.__path__", [*posapp.cli.__path__, str(tmp_path)])
    assert main(["broken_command", "--language", "en"]) == 70
    said = capsys.readouterr().err
    assert "ZeroDivisionError" in said
    assert said.splitlines()[-1].startswith("That is a fault of this program")


@pytest.mark.parametrize(
    ("surroundings", "language"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "C.UTF-8", "POSAPP_LANGUAGE": "ko"}, "ko"),
    ],
)
def test_the_language_is_the_readers_own(
    surroundings: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "POSAPP_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    assert reader_language() == language
    assert reader_language(argparse.Namespace(language="ko")) == "ko"


def test_what_is_said_before_the_command_is_not_undone_by_its_silence() -> None:
    args = make_parser(["verify"]).parse_args(["--shop", "a.db", "--json", "verify"])
    assert (args.shop, args.json) == (Path("a.db"), True)
    args = make_parser(["verify"]).parse_args(["--shop", "a.db", "verify", "--shop", "b.db"])
    assert (args.shop, args.json) == (Path("b.db"), False)


WINDOW = """
import sys, types
app = types.ModuleType("posapp.app")
app.start_window = lambda args: print(args.demo, args.shop.name, args.language) or 0
sys.modules["posapp.app"] = app
from posapp.cli import main
assert main(sys.argv[1:]) == 0
heavy = ("posapp.cli.", "sqlite", "fastapi")
print(*sorted(name for name in sys.modules if name.startswith(heavy) and "._" not in name))
"""


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ([], "False shop.posapp en"),
        (["--demo"], "True demo.posapp en"),
        (["--shop", "sell"], "False sell en"),
        (["--language", "ko", "--demo"], "True demo.posapp ko"),
    ],
)
def test_without_a_command_the_window_opens_and_no_command_is_imported(given: list[str], asked: str) -> None:
    """A customer waits for the window; she does not wait for headquarters' web server to be imported."""
    said = subprocess.run([sys.executable, "-c", WINDOW, *given], capture_output=True, text=True, check=True)
    assert said.stdout == f"{asked}\n\n"


def test_naming_a_command_imports_that_one_alone() -> None:
    code = "import sys; from posapp.cli import main; main(['verify', '--help']);"
    code += "print(*sorted(n for n in sys.modules if n.startswith('posapp.cli.') and '._' not in n), file=sys.stderr)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stderr == "posapp.cli.verify\n"
