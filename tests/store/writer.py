"""A till at work in a process of its own: sells until it is killed, and says what is on the disk. Run by the tests.

``python -m tests.store.writer FILE NAME [COUNT]``: one sale after the other under the ids NAME-0, NAME-1 …; after each
commit its id is printed.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from posapp.store.database import Database
from tests.store.shop import KEY, sell


def main() -> None:
    """Sell."""
    path, name, *most = sys.argv[1:]
    with Database.open(Path(path), KEY) as db:
        print("open", flush=True)
        for n in range(int(most[0])) if most else count():
            sell(db, f"{name}-{n}", quantity=1 + n % 3)
            print(f"{name}-{n}", flush=True)
            if n % 7 == 0:
                db.checkpoint_when_idle(at_least=1)


if __name__ == "__main__":
    main()
