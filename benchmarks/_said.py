"""What the processes of `benchmarks.window` and `benchmarks.start` say: one line of JSON."""

from __future__ import annotations

import json
import os
from pathlib import Path


def memory_mb() -> dict[str, float]:
    """What this process holds in memory, in MB: resident, as every task manager shows it, and its own pages alone."""
    rollup = Path("/proc/self/smaps_rollup")
    if not rollup.exists():
        import resource

        whole = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {"memory": whole, "own": whole}
    rows = dict(line.split(":", 1) for line in rollup.read_text().splitlines()[1:])
    return {name: int(rows[row].split()[0]) / 1024 for name, row in (("memory", "Rss"), ("own", "Anonymous"))}


def say(**measured: object) -> None:
    """Tell the parent and end at once: what comes after is not measured."""
    print(json.dumps(measured), flush=True)
    os._exit(0)
