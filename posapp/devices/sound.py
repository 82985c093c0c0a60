"""The speaker. Each system's own player is used, so that no sound library needs to be installed."""

from __future__ import annotations

import queue
import sys
import threading
from pathlib import Path

from posapp import resources
from posapp.devices.base import SOUNDS, device

_PLAYERS = (
    ("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",), ("play", "-q"),
)  # fmt: skip
_LONGEST_S = 3.0


@device("sounds", "speaker")
class Speaker:
    """Plays from a thread of its own. A sound that cannot be played is not: a till must not stop for a click."""

    def __init__(self) -> None:
        self._asked: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="speaker", daemon=True)
        self._thread.start()

    def play(self, name: str) -> None:
        """Begin a sound; what is not in `SOUNDS` is a bug."""
        if name not in SOUNDS:
            raise ValueError(f"no sound is called {name}")
        self._asked.put(name)

    def close(self) -> None:
        """End the thread."""
        self._asked.put(None)
        self._thread.join(_LONGEST_S)

    def _work(self) -> None:
        player = self._player()
        while (name := self._asked.get()) is not None:
            while not self._asked.empty():  # of several that wait, the last one is news
                later = self._asked.get()
                if later is None:
                    return
                name = later
            if player is not None:
                self._play(player, resources.path(f"sounds/{name}.wav"))

    def _player(self) -> tuple[str, ...] | None:
        if sys.platform == "win32":
            return ()
        import shutil

        return next((player for player in _PLAYERS if shutil.which(player[0])), None)

    def _play(self, player: tuple[str, ...], file: Path) -> None:
        if sys.platform == "win32":
            import winsound

            winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_NODEFAULT)
            return
        import subprocess

        try:
            subprocess.run(
                [*player, str(file)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                timeout=_LONGEST_S, check=False,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            return
