"""The checker that goes out of the house: short, and made of Python's own parts (R-35)."""

import ast
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from seal_chain import canon, verify

from .seal_ledger import build, change_field

CHECKER = Path(verify.__file__).with_name("check_seal.py")
MOST_LINES = 150


@pytest.fixture
def pack(tmp_path):
    """A ledger, and a function that writes it out and runs the checker on it."""
    ledger = build(7)

    def run():
        (tmp_path / "check.py").write_bytes(CHECKER.read_bytes())
        lines = (json.dumps(line(ledger, seal)) + "\n" for seal in ledger.seals)
        (tmp_path / "seals.jsonl").write_text("".join(lines))
        anchors = [
            {"seq": seq, "hash": head, "date": "2026-11-02", "file": None}
            for seq, head in ledger.heads.items()
        ]
        about = {"company_id": 1, "anchors": anchors}
        (tmp_path / "seal.json").write_text(json.dumps(about))
        return subprocess.run(
            [sys.executable, "-I", tmp_path / "check.py"],
            capture_output=True,
            text=True,
            check=False,
        )

    return ledger, run


def line(ledger, seal):
    """Spell one seal as the export does."""
    row = ledger.rows.get((seal.model, seal.row_id))
    return {
        "seq": seal.seq, "version": seal.version, "model": seal.model,
        "id": seal.row_id, "sealed_at": seal.sealed_at,
        "row": row and row.public, "personal": row and row.personal,
        "salt": seal.salt, "personal_commitment": seal.personal,
        "commitment": seal.commitment, "hash": seal.hash,
    }  # fmt: skip


def test_it_is_short_enough_to_be_read():
    assert len(CHECKER.read_text().splitlines()) <= MOST_LINES


def test_it_needs_nothing_but_python():
    tree = ast.parse(CHECKER.read_text())
    names = {
        a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names
    }
    names |= {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert names <= set(sys.stdlib_module_names)


def test_it_knows_the_same_moments():
    assert f"MOMENTS = {json.dumps(dict(canon.MOMENTS))}" in CHECKER.read_text()


def test_it_finds_a_clean_ledger_intact(pack):
    _ledger, run = pack
    done = run()
    assert (done.returncode, done.stdout) == (0, "All rows are as they were sealed.\n")


def test_it_names_what_was_changed(pack):
    ledger, run = pack
    place = change_field(ledger, random.Random(1))[0]
    done = run()
    assert done.returncode == 1
    assert done.stdout.startswith(f"row changed: seal {place}: ")


def test_it_finds_a_moved_seal(pack):
    ledger, run = pack
    ledger.seals[3], ledger.seals[4] = ledger.seals[4], ledger.seals[3]
    assert "seals missing" in run().stdout
