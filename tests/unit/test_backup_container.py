"""An archive with foreign members writes nothing, wherever their names point (R-60)."""

import io
import json
import os
import tarfile

import pytest

from backup_files.container import ContainerWriter, Manifest, read_container
from backup_files.erasures import Erasure, replay
from backup_files.faults import BackupFault
from backup_files.restore import _write_file

STORED = "ab/" + "ab" * 20
HOSTILE = (
    "../x", "../../etc/cron.d/x", "/etc/passwd", "//etc/passwd", "filestore/../x",
    "filestore/../../x", "filestore//etc/passwd", "filestore/./x", "filestore/ab/../../x",
    f"filestore/{STORED}/../../../x", f"filestore/../{STORED}", f"../filestore/{STORED}",
    f"/filestore/{STORED}", f"filestore/{STORED}.py", f"filestore/{STORED}\n",
    f"filestore/{STORED.upper()}", f"filestore/ab/cd/{'ab' * 20}", "filestore/checklist/x",
    "filestore/ab\\..\\..\\x", "filestore/%2e%2e/x", "filestore/ab/", "filestore/",
    "database/../x", "database/1", "database/000001/../x", "lists/../x", "lists/x",
    "manifest.json/../x", "./manifest.json", "about.json/x", "C:\\x", "\\\\server\\x", "~/x",
    "CON", "aux", "‮x", "x" * 3000, "odoo.conf", "filestore/ab/x;id", "filestore/$(id)",
)  # fmt: skip
KINDS = {
    "a link": tarfile.SYMTYPE,
    "a hard link": tarfile.LNKTYPE,
    "a device": tarfile.CHRTYPE,
    "a disk": tarfile.BLKTYPE,
    "a pipe": tarfile.FIFOTYPE,
    "a folder": tarfile.DIRTYPE,
}


class Shelf:
    """Keeps what comes out in a folder, as a restore does."""

    def __init__(self, folder):
        self.folder = folder

    def dump(self, piece):
        """No database here."""

    def file(self, name, source):
        """Write one file of the filestore."""
        _write_file(str(self.folder), name, source)


def archive(name, kind=tarfile.REGTYPE, target=""):
    """A tar with one member."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, target
        member.size = 4 if kind == tarfile.REGTYPE else 0
        tar.addfile(member, io.BytesIO(b"evil"))
    return io.BytesIO(out.getvalue())


def everything(folder):
    """All that lies below a folder."""
    return [name for _at, folders, files in os.walk(folder) for name in folders + files]


@pytest.fixture
def shelf(tmp_path):
    """The shelf, three folders deep."""
    home = tmp_path / "a" / "b" / "filestore"
    home.mkdir(parents=True)
    return Shelf(home)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_member_with_a_hostile_name_is_a_damage(name, shelf, tmp_path):
    with pytest.raises(BackupFault) as found:
        read_container(archive(name), shelf)
    assert found.value.code == "damaged"
    assert everything(tmp_path) == ["a", "b", "filestore"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("target", ["/etc/passwd", "../../x", "manifest.json"])
def test_a_member_that_is_no_file_is_a_damage(kind, target, shelf, tmp_path):
    tar = archive(f"filestore/{STORED}", KINDS[kind], target)
    with pytest.raises(BackupFault) as found:
        read_container(tar, shelf)
    assert found.value.code == "damaged"
    assert everything(tmp_path) == ["a", "b", "filestore"]


def test_a_member_of_ours_is_written_where_it_belongs(shelf):
    """The tests above would pass, too, if nothing were ever written."""
    out = io.BytesIO()
    writer = ContainerWriter(out)
    writer.add_bytes(f"filestore/{STORED}", b"good")
    writer.close(Manifest(files=1))
    with pytest.raises(BackupFault):  # no list tells its fingerprint
        read_container(io.BytesIO(out.getvalue()), shelf)
    assert (shelf.folder / STORED).read_bytes() == b"good"


def test_a_link_that_waits_in_the_filestore_is_not_followed(shelf, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("x")
    place = shelf.folder / STORED
    place.parent.mkdir()
    place.symlink_to(secret)
    with pytest.raises(BackupFault):
        read_container(archive(f"filestore/{STORED}"), shelf)
    assert secret.read_text() == "x"


@pytest.mark.parametrize("text", [b"", b"[]", b"null", b'{"x": 1}', b"\xff", b"1"])
def test_a_manifest_nobody_understands_is_a_damage(text, shelf):
    out = io.BytesIO()
    writer = ContainerWriter(out)
    writer.add_bytes("manifest.json", text)
    writer.close(Manifest())
    with pytest.raises(BackupFault) as found:
        read_container(io.BytesIO(out.getvalue()), shelf)
    assert found.value.code == "damaged"


class NoRows:
    """A cursor for erasures that have no rows."""


@pytest.mark.parametrize("name", [n.removeprefix("filestore/") for n in HOSTILE])
def test_an_erasure_throws_no_foreign_file_away(name, tmp_path):
    victim = tmp_path / "x"
    victim.write_text("stays")
    erasure = Erasure(at="2026-11-29T00:00:00", table="ir_attachment", files=(name,))
    with pytest.raises(BackupFault) as found:
        replay(NoRows(), [erasure], str(tmp_path / "filestore"))
    assert found.value.code == "erasures"
    assert victim.read_text() == "stays"


def test_a_manifest_of_ours_is_understood():
    told = json.loads(json.dumps(Manifest(database="x").as_dict()))
    assert Manifest(**told).database == "x"
