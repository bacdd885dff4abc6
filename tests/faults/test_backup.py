"""Backups to real places, restored and compared (R-40, T-28, T-29); faults in between."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from backup_files.key import make_key
from tests.simulators.s3 import S3Simulator
from tests.stack import places, system
from tests.stack.sshd import Sshd

from . import house
from .odoo_here import HOSTS

PEOPLE = 300
#: So many of them refused and are masked after the backup was made.
ERASED = 100
FILES = places.REPO / "izinnet_iys/backup_files"


@pytest.fixture
def ask(stack, database):
    """Ask the database for one row, or None."""
    with contextlib.closing(stack.connect(database)) as connection:
        connection.autocommit = True
        with connection.cursor() as cr:

            def one(query, *values):
                cr.execute(query, values)
                return cr.fetchone()

            yield one


@pytest.fixture
def last(ask):
    """The newest backup as (state, code of the fault, its details)."""

    def newest():
        return ask(
            "SELECT state, error_code, error_details FROM iys_backup"
            " ORDER BY id DESC LIMIT 1"
        )

    return newest


@pytest.fixture
def key(tmp_path):
    """The path of a key outside everything."""
    path = tmp_path / "keys" / "backup.key"
    path.parent.mkdir(mode=0o700)
    make_key(str(path))
    return path


@pytest.fixture
def folder(tmp_path, driver, key):
    """A plan to a folder."""
    made = tmp_path / "backups"
    made.mkdir(mode=0o700)
    plan = {"target": "folder", "folder": str(made), "key_file": str(key)}
    assert driver.run(("found_plan", plan)) == [0]
    return made


@pytest.fixture
def sshd(tmp_path):
    """A real OpenSSH server."""
    with Sshd(tmp_path / "ssh") as running:
        yield running


@pytest.fixture
def sftp(sshd, driver, key):
    """A plan to it."""
    plan = {
        "target": "sftp", "host": sshd.host, "port": sshd.port, "login": sshd.user,
        "login_key_file": str(sshd.client_key), "host_key": sshd.host_key,
        "folder": str(sshd.files), "key_file": str(key),
    }  # fmt: skip
    assert driver.run(("found_plan", plan)) == [0]
    return sshd


@pytest.fixture
def s3(driver, key):
    """A plan to a bucket."""
    with S3Simulator() as running:
        plan = {
            "target": "s3", "host": running.url, "bucket": running.bucket,
            "region": running.region, "login": running.access_key,
            "password": running.secret_key, "folder": "odoo", "key_file": str(key),
        }  # fmt: skip
        assert driver.run(("found_plan", plan)) == [0]
        yield running


@pytest.fixture(scope="module", autouse=True)
def people(driver):
    """Some contacts with files, so that there is something to lose."""
    assert driver.run(("people", {"count": PEOPLE, "refused": ERASED})) == [0]


def back_up(driver):
    """Press the button and be the process."""
    assert driver.run("back_up_now") == [0]
    assert driver.run("back_up") == [0]


def whole_files(folder):
    """The finished backups in a folder."""
    return sorted(Path(folder).glob("*.izb"))


def databases(stack, prefix):
    """Names of databases with a prefix."""
    rows = stack.sql("SELECT datname FROM pg_database")
    return [row for row in rows if row.startswith(prefix)]


def command(stack, *words, check=True):
    """Run the command line for the day the server is gone."""
    done = subprocess.run(
        [sys.executable, str(FILES), *map(str, words)],
        env=os.environ | stack.pg_env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not check or done.returncode == 0, done.stderr
    return done


# === PLACES === #


def test_a_backup_to_a_folder_is_proven(driver, folder, last, ask, stack):
    back_up(driver)
    assert last() == ("proven", None, None)
    (file,) = whole_files(folder)
    size, sha256 = ask("SELECT size, sha256 FROM iys_backup ORDER BY id DESC LIMIT 1")
    assert (file.stat().st_size, file.stat().st_mode & 0o777) == (size, 0o600)
    told = system.run(["sha256sum", str(file)]).stdout.split()[0]
    assert told == sha256
    assert databases(stack, "izinnet_drill_") == []


def test_a_backup_to_openssh_is_proven(driver, sftp, last):
    back_up(driver)
    assert last() == ("proven", None, None)
    assert len(whole_files(sftp.files)) == 1


def test_a_backup_to_a_bucket_is_proven(driver, s3, last):
    back_up(driver)
    assert last() == ("proven", None, None)
    assert len(s3.objects) == 1 and s3.uploads == {}


def test_a_target_is_tested_with_a_small_file_that_goes_again(driver, sftp, ask):
    assert driver.run("test_target") == [0]
    assert driver.run("back_up") == [0]
    told = "SELECT test_state, test_code FROM iys_backup_plan WHERE active"
    assert ask(told) == ("good", None)
    assert whole_files(sftp.files) == []


def test_the_button_only_starts_a_process_that_outlives_its_worker(
    driver, folder, last, ask, stack
):
    """R-4; with ``list_db = False``, as on every server in production."""
    conf = stack.conf_path
    text = conf.read_text()
    conf.write_text(text.replace("list_db = True", "list_db = False"))
    try:
        assert driver.run("back_up_now") == [0]
        begun = time.monotonic()
        assert driver.run("start_backup") == [0]
        assert time.monotonic() - begun < 5
        for _ in range(600):
            if last()[0] in ("proven", "unproven", "failed"):
                break
            time.sleep(0.1)
    finally:
        conf.write_text(text)
    assert last() == ("proven", None, None)


def test_plain_tools_read_what_is_inside(driver, folder, key, stack, tmp_path):
    back_up(driver)
    (file,) = whole_files(folder)
    command(stack, "unseal", file, "--key", key, "--out", tmp_path / "inside.tar")
    there = tmp_path / "there"
    there.mkdir()
    system.run(["tar", "-xf", str(tmp_path / "inside.tar"), "-C", str(there)])
    system.run(["sh", "-c", "sha256sum --quiet -c lists/*"], cwd=there)
    listing = f"cat database/* | {system.need_postgres('pg_restore')} --list"
    told = system.run(["sh", "-c", listing], cwd=there).stdout
    assert "TABLE DATA public res_partner" in told


# === RESTORE === #


@pytest.fixture(scope="module")
def restored(stack, driver, people, database, tmp_path_factory):
    """A database restored by the command line after people were erased."""
    home = tmp_path_factory.mktemp("restored")
    key, made = home / "backup.key", home / "backups"
    made.mkdir(mode=0o700)
    make_key(str(key))
    plan = {"target": "folder", "folder": str(made), "key_file": str(key)}
    assert driver.run(("found_plan", plan)) == [0]
    back_up(driver)
    assert driver.run(("erase", {"count": ERASED})) == [0]
    assert driver.run("back_up") == [0]
    (file,) = whole_files(made)
    name, files = f"{database}_copy", home / "filestore"
    told = command(
        stack, "restore", file, "--key", key, "--database", name, "--filestore", files
    )
    yield name, files, told.stdout
    stack.drop_database(name)


@pytest.fixture(scope="module")
def dumped(restored, stack):
    """The whole restored database as text."""
    words = [system.need_postgres("pg_dump"), "--no-owner", restored[0]]
    return system.run(words, env=stack.environment()).stdout


def readable(dump, numbers):
    """Who of some people can be read in a text: by name, phone or mail, in hex too."""
    found = set()
    for n in numbers:
        signs = (f"Kanarya {n:05d}", house.phone(n)[3:], f"k{n}@ornek.example.com")
        coded = (sign.encode().hex() for sign in signs)
        if any(sign in dump for sign in (*signs, *coded)):
            found.add(n)
    return found


def test_erased_people_do_not_come_back(dumped):
    """R-40, T-29: backup, mask 100, restore, look for them everywhere in the dump."""
    assert readable(dumped, range(ERASED)) == set()


def test_everybody_else_is_restored(dumped):
    """R-40: and the search above finds whom it looks for."""
    others = set(range(ERASED, PEOPLE))
    assert readable(dumped, others) == others


def test_files_of_erased_people_do_not_come_back(restored):
    """R-40."""
    _name, files, _told = restored
    contents = [path.read_bytes() for path in files.glob("*/*")]
    assert sum(c.startswith(b"dosya ") for c in contents) == PEOPLE - ERASED


def test_ended_proof_does_not_come_back_and_the_seal_knows_why(restored, stack):
    """R-40, R-32: the log's own guard lets a restore repeat an approved destruction."""
    name, _files, _told = restored
    told = "SELECT count(*) FROM iys_message WHERE subject = 'Kanarya'"
    assert stack.sql(told, name) == ["0"]
    notes = "SELECT count(*) FROM iys_seal_gone WHERE res_model = 'iys.message'"
    assert stack.sql(notes, name) == ["1"]
    guards = (
        "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'iys_message'::regclass"
        " AND tgenabled = 'D'"
    )
    assert stack.sql(guards, name) == ["0"]


def test_a_restored_database_does_nothing_before_a_person_says_so(restored, stack):
    """R-21."""
    name, _files, told = restored
    assert "release" in told
    active = "SELECT count(*) FROM ir_cron WHERE active"
    assert stack.sql(active, name) == ["0"]
    assert stack.sql("SELECT count(database_seal) FROM iys_account", name) == ["0"]
    command(stack, "release", "--database", name)
    assert int(stack.sql(active, name)[0]) > 10
    again = command(stack, "release", "--database", name, check=False)
    assert again.returncode == 1


def test_a_restored_database_opens_in_odoo(restored, stack):
    name, files, _told = restored
    place = stack.data_dir / "filestore" / name
    files.rename(place)
    done = stack.odoo(
        ["shell", "-d", name, "--no-http", "--log-level=error"],
        check=False, env={"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_a_restore_that_fails_leaves_nothing(stack, driver, folder, key, tmp_path):
    back_up(driver)
    (file,) = whole_files(folder)
    with open(file, "r+b") as opened:
        opened.truncate(file.stat().st_size - 1000)
    done = command(
        stack, "restore", file, "--key", key, "--database", "izinnet_faults_half",
        "--filestore", tmp_path / "half", check=False,
    )  # fmt: skip
    assert done.returncode == 1 and "truncated" in done.stderr
    assert databases(stack, "izinnet_faults_half") == []
    assert not (tmp_path / "half").exists()


# === FAULTS === #


def test_a_full_disk_is_told_and_leaves_nothing(driver, folder, last, ask):
    """A file system of 3 MiB; earlier backups are untouched."""
    system.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m,mode=0700", "tmpfs", str(folder)]
    )
    try:
        back_up(driver)
        assert last()[:2] == ("failed", "disk_full")
        assert [n for n in os.listdir(folder) if not n.endswith(".ize")] == []
    finally:
        system.run(["umount", str(folder)])
    assert driver.run("alarms") == [0]
    kinds = "SELECT count(*) FROM iys_alarm WHERE kind = 'backup_failed'"
    assert ask(f"{kinds} AND state = 'open'") == (1,)
    back_up(driver)
    assert driver.run("alarms") == [0]
    assert ask(f"{kinds} AND state = 'open'") == (0,)


def test_another_host_key_is_refused_before_anything_is_sent(driver, sftp, last):
    sftp.stop()
    sftp.make_key("host_key")
    sftp.start()
    back_up(driver)
    state, code, details = last()
    assert (state, code) == ("failed", "host_key")
    assert details["seen"] == sftp.host_key
    assert os.listdir(sftp.files) == []


def test_a_log_in_that_is_refused_is_told(driver, sftp, last):
    (sftp.home / "authorized").write_text("")
    back_up(driver)
    assert last()[:2] == ("failed", "login")


def test_a_folder_without_rights_at_the_server_is_told(driver, sftp, last):
    assert driver.run(("change_plan", {"folder": "/nowhere/at/all"})) == [0]
    back_up(driver)
    assert last()[:2] == ("failed", "refused")


def test_a_server_that_is_down_is_told(driver, sftp, last):
    sftp.stop()
    back_up(driver)
    assert last()[:2] == ("failed", "unreachable")


def test_a_bucket_that_fails_in_the_middle_of_an_upload_has_nothing(driver, s3, last):
    s3.fail_after = 0
    back_up(driver)
    assert last()[:2] == ("failed", "unreachable")
    assert s3.objects == {}


def test_a_connection_cut_in_the_middle_of_an_upload_leaves_no_whole_file(
    driver, sftp, last
):
    assert driver.run("back_up_now") == [0]
    driver.start("back_up")
    wait_for(lambda: list(sftp.files.glob("*.part")))
    sftp.stop()
    assert driver.finish() == [0]
    assert last()[:2] == ("failed", "unreachable")
    assert whole_files(sftp.files) == []


def test_kill_9_leaves_no_whole_file_and_the_next_run_goes_on(
    driver, folder, last, stack, ask
):
    """V-5: the row is ended by whoever comes next, the half file is never a backup."""
    assert driver.run("back_up_now") == [0]
    assert driver.run("start_backup") == [0]
    wait_for(lambda: list(folder.glob("*.part")))
    for pid in workers_on(folder):
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not ask("SELECT 1 FROM pg_locks WHERE classid = %s", 0x1957_42))
    assert driver.run("start_backup") == [0]
    assert last()[:2] == ("failed", "died")
    assert whole_files(folder) == []
    back_up(driver)
    assert last()[0] == "proven"


def test_a_changed_file_is_not_proven_and_the_last_proven_one_stays(
    driver, folder, last, ask
):
    back_up(driver)
    (file,) = whole_files(folder)
    with open(file, "r+b") as opened:
        opened.seek(file.stat().st_size // 2)
        opened.write(b"\0" * 16)
    assert driver.run("prove") == [0]
    assert driver.run("back_up") == [0]
    assert last()[:2] == ("unproven", "damaged")


def test_a_lost_key_is_told_with_both_fingerprints(driver, folder, last, key):
    back_up(driver)
    key.unlink()
    make_key(str(key))
    assert driver.run("prove") == [0]
    assert driver.run("back_up") == [0]
    state, code, details = last()
    assert (state, code) == ("unproven", "wrong_key")
    assert details["made_with"] != details["given"]


def test_two_administrators_at_once_get_one_backup(driver, folder, ask):
    before = ask("SELECT count(*) FROM iys_backup")[0]
    codes = driver.run("back_up_now", "back_up_now", "back_up_now")
    assert sorted(codes) == [0, 1, 1]
    assert ask("SELECT count(*) FROM iys_backup")[0] == before + 1
    assert driver.run("back_up", "back_up") == [0, 0]
    assert len(whole_files(folder)) == 1


def test_hostile_names_in_the_filestore_are_passed_over(
    driver, folder, ask, stack, database
):
    """R-60: neither links nor names that Odoo did not make get into a backup."""
    store = stack.data_dir / "filestore" / database
    shelf = store / "00"
    shelf.mkdir(exist_ok=True)
    (shelf / ("0" * 40)).symlink_to("/etc/passwd")
    (shelf / "x\n.txt").write_text("x")
    try:
        back_up(driver)
        told = ask("SELECT manifest FROM iys_backup ORDER BY id DESC LIMIT 1")[0]
        told = json.loads(told) if isinstance(told, str) else told
        assert told["passed_over"] == 2
    finally:
        for path in shelf.iterdir():
            if path.is_symlink() or "\n" in path.name:
                path.unlink()


def wait_for(happens, seconds=60):
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not (found := happens()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)
    return found


def workers_on(folder):
    """The processes that have a file of a folder open."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            links = [os.readlink(fd) for fd in (entry / "fd").iterdir()]
            if any(link.startswith(str(folder)) for link in links):
                found.append(int(entry.name))
    return found


def test_hosts_are_named_for_these_tests():
    """The bucket of the test is plain http, which only the server's own set-up allows."""
    assert "127.0.0.1" in HOSTS["IZINNET_HOSTS"]
