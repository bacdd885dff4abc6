"""Names and places of backups: no path of a person reaches a disk (R-60, T-30)."""

import os
from datetime import datetime, timezone

import pytest

from backup_files.faults import BackupFault
from backup_files.folder import FolderTarget
from backup_files.names import ERASURES, checked, is_ours, kind_of, new_name, owner_of
from backup_files.s3 import S3Place, S3Target
from backup_files.s3_signature import EMPTY_SHA256, Credentials, sign
from tests.simulators.s3 import S3Simulator

UUID = "1f0a2b3c-4d5e-11f1-9aaa-000000000001"
MOMENT = datetime(2026, 11, 29, 20, 0, tzinfo=timezone.utc)
HOSTILE = (
    "../x", "/etc/passwd", "..", ".", "", "a/b", "a\\b", "a\0b", "~root", "CON",
    "izinnet-1f0a2b3c-20261129T200000Z-00000000.izb/../../x",
    "../izinnet-1f0a2b3c-20261129T200000Z-00000000.izb",
    "izinnet-1f0a2b3c-20261129T200000Z-00000000.izb\n",
    "izinnet-1f0a2b3c-20261129T200000Z-00000000.izb.part",
    "izinnet-1F0A2B3C-20261129T200000Z-00000000.izb", "%2e%2e%2fx", "..%2f",
    "izinnet-1f0a2b3c-20261129T200000Z-00000000.exe", "-rf", "$(id)", "`id`", "x;y",
    "ＡＢＣ", "‮gpj", "x" * 5000, "dev/null", "aux.txt", "|cat", "*", "?", "\r\n",
)  # fmt: skip


def name(kind="izb"):
    """A name of ours."""
    return new_name(UUID, MOMENT, kind)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_name_reaches_no_target(hostile, tmp_path):
    tmp_path.chmod(0o700)
    target = FolderTarget(str(tmp_path))
    for deed in (target.begin, target.open, target.remove):
        with pytest.raises(BackupFault) as found:
            deed(hostile)
        assert found.value.code == "place"
    assert os.listdir(tmp_path) == []


#: What somebody may type for the folder of a plan; none of them is one.
FOLDERS = (
    "", ".", "..", "backups", "./backups", "../backups", "~", "~/backups", "~root/x",
    "$HOME/backups", "${HOME}", "%TEMP%", "C:\\backups", "\\\\server\\share", "file:///srv/x",
    "http://127.0.0.1/x", "sftp://host/x", " /srv/none", "\t/srv/none", "//../none/at/all",
    "/none/../../none", "/none/at/all", "/none\0", "/\0", "/dev/null", "/dev/stdin/x",
    "/proc/self/environ", "/proc/self/mem", "/etc/passwd", "/etc/passwd/..x", "/" + "x" * 5000,
    "/none\n/x", "/none;id", "/$(id)", "/`id`", "-rf", "--help", "＼srv＼x", "‮/srv", "/*",
)  # fmt: skip


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_hostile_folder_is_refused_in_words(folder, tmp_path, monkeypatch):
    """R-60: and nothing is made of it, neither here nor there."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BackupFault) as found:
        FolderTarget(folder)
    assert found.value.code in ("place", "refused")
    assert os.listdir(tmp_path) == []


def test_a_name_tells_whose_it_is():
    made = name(ERASURES)
    assert (owner_of(made), kind_of(made)) == ("1f0a2b3c", "ize")
    assert is_ours(made) and checked(made) == made


class TestFolder:
    """A folder of this machine."""

    @pytest.fixture
    def folder(self, tmp_path):
        made = tmp_path / "backups"
        made.mkdir(mode=0o700)
        return made

    def put(self, target, data=b"x" * 100):
        made = name()
        upload = target.begin(made)
        upload.write(data)
        return made, upload

    def test_a_file_has_its_name_only_when_it_is_whole(self, folder):
        target = FolderTarget(str(folder))
        made, upload = self.put(target)
        assert target.names() == {}
        upload.commit()
        assert target.names() == {made: 100}

    def test_nobody_else_may_read_it(self, folder):
        _made, upload = self.put(FolderTarget(str(folder)))
        upload.commit()
        assert [p.stat().st_mode & 0o777 for p in folder.iterdir()] == [0o600]

    def test_what_is_thrown_away_leaves_nothing(self, folder):
        _made, upload = self.put(FolderTarget(str(folder)))
        upload.abort()
        assert list(folder.iterdir()) == []

    def test_old_half_files_are_swept_and_young_ones_stay(self, folder):
        target = FolderTarget(str(folder))
        old, young = (folder / f"{name()}.part" for _ in range(2))
        old.write_text("half")
        young.write_text("half")
        os.utime(old, (1, 1))
        assert target.sweep() == 1
        assert list(folder.iterdir()) == [young]

    def test_a_foreign_file_is_neither_listed_nor_swept(self, folder):
        (folder / "photo.jpg").write_text("x")
        target = FolderTarget(str(folder))
        assert (target.names(), target.sweep()) == ({}, 0)

    def test_a_link_with_a_name_of_ours_is_not_followed(self, folder, tmp_path):
        secret = tmp_path / "secret"
        secret.write_text("x")
        made = name()
        (folder / made).symlink_to(secret)
        target = FolderTarget(str(folder))
        assert target.names() == {}
        with pytest.raises(BackupFault):
            target.open(made)

    @pytest.mark.parametrize("place", ["inside", "around", "link", "same"])
    def test_a_folder_that_is_served_or_backed_up_is_refused(self, place, tmp_path):
        data = tmp_path / "data"
        (data / "filestore/x").mkdir(parents=True)
        (tmp_path / "link").symlink_to(data / "filestore")
        path = {
            "inside": data / "filestore/x",
            "around": tmp_path,
            "link": tmp_path / "link",
            "same": data,
        }[place]
        with pytest.raises(BackupFault) as found:
            FolderTarget(str(path), [str(data)])
        assert found.value.code == "place"

    def test_a_folder_everybody_may_write_to_is_refused(self, folder):
        folder.chmod(0o777)
        with pytest.raises(BackupFault):
            FolderTarget(str(folder))

    def test_a_disk_that_is_too_small_by_itself_is_told_at_once(self, folder):
        with pytest.raises(BackupFault) as found:
            FolderTarget(str(folder)).begin(name(), 1 << 62)
        assert found.value.code == "disk_full"
        assert list(folder.iterdir()) == []


class TestSignature:
    """Amazon's published examples of signature version 4."""

    CREDENTIALS = Credentials(
        "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1"
    )
    HOST = "examplebucket.s3.amazonaws.com"
    DAY = datetime(2013, 5, 24, tzinfo=timezone.utc)

    def signature(self, path, query, **headers):
        headers = {"Host": self.HOST, **headers}
        told = sign(
            "GET", path, query, headers, EMPTY_SHA256, self.CREDENTIALS, self.DAY
        )
        return told["Authorization"].rpartition("=")[2]

    def test_get_object(self):
        assert self.signature("/test.txt", [], Range="bytes=0-9") == (
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
        )

    def test_get_bucket_lifecycle(self):
        assert self.signature("/", [("lifecycle", "")]) == (
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
        )

    def test_list_objects(self):
        assert self.signature("/", [("max-keys", "2"), ("prefix", "J")]) == (
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
        )


class TestS3:
    """Against the simulator, which checks signatures and parts by itself."""

    @pytest.fixture
    def s3(self):
        with S3Simulator() as running:
            yield running

    def target(self, s3, **over):
        credentials = Credentials(
            over.get("access", s3.access_key),
            over.get("secret", s3.secret_key),
            s3.region,
        )
        return S3Target(S3Place(s3.url, s3.bucket, credentials, "odoo/iys"), pause=0)

    def put(self, target, size, made=None):
        made = made or name()
        upload = target.begin(made)
        for start in range(0, size, 3_000_001):
            upload.write(b"s" * min(3_000_001, size - start))
        upload.commit()
        return made

    def test_a_large_file_goes_in_parts_and_comes_back(self, s3):
        target, size = self.target(s3), 40 << 20
        made = self.put(target, size)
        with target.open(made) as source:
            read = sum(len(p) for p in iter(lambda: source.read(1 << 20), b""))
        assert read == size and s3.uploads == {}

    def test_a_listing_of_several_pages_is_read_to_its_end(self, s3):
        target = self.target(s3)
        made = {self.put(target, 10) for _ in range(5)}
        assert set(target.names()) == made

    def test_nothing_is_in_the_bucket_before_the_last_call(self, s3):
        upload = self.target(s3).begin(name())
        upload.write(b"x" * (20 << 20))
        assert s3.objects == {}
        upload.abort()
        assert s3.uploads == {}

    def test_a_removed_file_is_gone(self, s3):
        target = self.target(s3)
        made = self.put(target, 10)
        target.remove(made)
        with pytest.raises(BackupFault) as found:
            target.open(made)
        assert found.value.code == "gone"

    def test_uploads_that_were_forgotten_are_swept(self, s3):
        target = self.target(s3)
        target.begin(name())
        next(iter(s3.uploads.values()))["at"] = datetime(
            2020, 1, 1, tzinfo=timezone.utc
        )
        target.begin(name())
        assert target.sweep() == 1 and len(s3.uploads) == 1

    @pytest.mark.parametrize("wrong", ["access", "secret"])
    def test_a_wrong_log_in_is_told(self, s3, wrong):
        with pytest.raises(BackupFault) as found:
            self.target(s3, **{wrong: "WRONG"}).names()
        assert found.value.code == "login"

    def test_a_full_bucket_is_told(self, s3):
        s3.quota = 20 << 20
        with pytest.raises(BackupFault) as found:
            self.put(self.target(s3), 40 << 20)
        assert found.value.code == "disk_full"

    def test_a_server_that_goes_away_in_the_middle_is_told(self, s3):
        s3.fail_after = 1
        with pytest.raises(BackupFault) as found:
            self.put(self.target(s3), 40 << 20)
        assert found.value.code == "unreachable" and s3.objects == {}

    def test_an_object_that_breaks_off_is_no_whole_one(self, s3):
        target = self.target(s3)
        made = self.put(target, 1 << 20)
        s3.cut_reads = True
        with pytest.raises(BackupFault) as found, target.open(made) as source:
            while source.read(1 << 16):
                pass
        assert found.value.code == "unreachable"

    def test_nobody_there_is_told(self):
        credentials = Credentials("a", "b", "c")
        place = S3Place("http://127.0.0.1:9", "x", credentials)
        with pytest.raises(BackupFault) as found:
            S3Target(place, pause=0).names()
        assert found.value.code == "unreachable"
