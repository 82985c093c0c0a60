"""The tables of what an owner does with a program once in a while, and of what customers answer."""

from __future__ import annotations

SEEDS_AND_RUNS = (
    """CREATE TABLE program_seeds (
        program TEXT PRIMARY KEY,
        seed TEXT NOT NULL,
        commitment TEXT NOT NULL,
        made TEXT NOT NULL,
        shown TEXT
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE program_runs (
        program TEXT NOT NULL,
        run TEXT NOT NULL,
        event TEXT NOT NULL,
        moment TEXT NOT NULL,
        document TEXT NOT NULL,
        PRIMARY KEY (program, run)
    ) STRICT""",
)

SURVEY_ANSWERS = (
    """CREATE TABLE survey_answers (
        row INTEGER PRIMARY KEY,
        event TEXT NOT NULL UNIQUE,
        program TEXT NOT NULL,
        sale TEXT NOT NULL,
        member TEXT,
        moment TEXT NOT NULL,
        scale TEXT NOT NULL,
        answer TEXT NOT NULL,
        word TEXT NOT NULL,
        low INTEGER NOT NULL CHECK (low IN (0, 1)),
        closed TEXT,
        closed_by TEXT,
        note TEXT NOT NULL DEFAULT '',
        UNIQUE (sale, program)
    ) STRICT""",
    "CREATE INDEX survey_answers_open ON survey_answers (row) WHERE low = 1 AND closed IS NULL",
    "CREATE INDEX survey_answers_program ON survey_answers (program, moment)",
)
