"""The pack and its checker: every file counted, every change found (R-35)."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from report import check_proof
from report.pack import HASHES, ROOT, HashedZip

MOMENT = datetime(2026, 11, 23, 12, 0, 0)


def make_record():
    content = json.dumps(
        ["1", "u1", 3, "key", "BIREYSEL", "MESAJ", "ONAY", "HS_WEB", "2026-11-01"]
    )
    digest = hashlib.sha256(content.encode()).hexdigest()
    return {
        "header": {
            "record_id": "u1",
            "pii_principal_id": "key",
            "recipient_type": "BIREYSEL",
        },
        "party": {"brand_id": 3},
        "processing": {"channel": "MESAJ", "collection_method": "HS_WEB"},
        "event": {"status": "ONAY", "time_utc": "2026-11-01"},
        "integrity": {"content": content, "content_hash": f"1${digest}"},
    }


@pytest.fixture
def folder(tmp_path):
    """Unpack a small pack with its checker."""
    file = io.BytesIO()
    pack = HashedZip(file, MOMENT)
    pack.add("check.py", Path(check_proof.__file__).read_bytes())
    pack.add("messages/1.html", "<p>İyi günler</p>".encode())
    pack.add("proof.json", json.dumps({"records": [make_record()]}).encode())
    pack.close()
    zipfile.ZipFile(file).extractall(tmp_path)
    return tmp_path / ROOT


def check(folder):
    return subprocess.run(
        [sys.executable, "-I", str(folder / "check.py")],
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_untouched_pack_passes(folder):
    assert check(folder).returncode == 0


def test_sha256sum_reads_the_list(folder):
    done = subprocess.run(["sha256sum", "-c", HASHES], cwd=folder, check=False)
    assert done.returncode == 0


def test_every_file_but_the_list_is_listed(folder):
    listed = {
        line.split("  ", 1)[1] for line in (folder / HASHES).read_text().splitlines()
    }
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert found - listed == {HASHES}


def test_a_changed_file_is_named(folder):
    (folder / "messages/1.html").write_text("<p>başka</p>")
    done = check(folder)
    assert (done.returncode, "changed: messages/1.html" in done.stdout) == (1, True)


def test_a_missing_file_is_named(folder):
    (folder / "messages/1.html").unlink()
    assert "missing: messages/1.html" in check(folder).stdout


def test_a_file_put_in_afterwards_is_named(folder):
    (folder / "files").mkdir()
    (folder / "files/x.pdf").write_bytes(b"x")
    assert "not listed: files/x.pdf" in check(folder).stdout


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        ("event", "status", "RET"),
        ("event", "time_utc", "2026-10-01"),
        ("processing", "channel", "EPOSTA"),
        ("header", "recipient_type", "TACIR"),
        ("party", "brand_id", 4),
    ],
)
def test_a_record_that_tells_something_else_is_found(folder, section, name, value):
    record = make_record()
    record[section][name] = value
    (folder / "proof.json").write_text(json.dumps({"records": [record]}))
    assert "tells something else" in check(folder).stdout


def test_a_record_whose_content_was_changed_is_found(folder):
    record = make_record()
    record["integrity"]["content"] = record["integrity"]["content"].replace("3", "4")
    (folder / "proof.json").write_text(json.dumps({"records": [record]}))
    assert "changed: consent u1" in check(folder).stdout


def test_the_same_content_gives_the_same_bytes():
    first, second = io.BytesIO(), io.BytesIO()
    for file in (first, second):
        pack = HashedZip(file, MOMENT)
        pack.add("a.txt", b"a")
        pack.close()
    assert first.getvalue() == second.getvalue()


def test_a_path_is_written_once_only():
    pack = HashedZip(io.BytesIO(), MOMENT)
    pack.add("a.txt", b"a")
    with pytest.raises(ValueError, match="in the pack already"):
        pack.add("a.txt", b"b")
