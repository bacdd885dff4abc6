"""The parts of the stack that decide something without a machine."""

import os
import subprocess
import sys

import pytest

from tests.stack import StackError, commands, debian, odoo_source, parts, postgres
from tests.stack.odoo_log import is_worth_showing, read_log
from tests.stack.places import cache_root, short_hash, source_hash
from tests.stack.system import descendants, find_command

DEB822 = """\
Types: deb
# URIs: http://not.example/debian
URIs: http://first.example/debian http://second.example/debian/
Suites: stable

Types: deb-src
URIs: http://sources.example/debian

Enabled: no
Types: deb
URIs: http://off.example/debian
"""
ONE_LINE = """\
# deb http://off.example/debian stable main
deb [arch=amd64 signed-by=/a.gpg] http://third.example/debian stable main
deb-src http://sources.example/debian stable main
"""
LOG = """\
2026-01-01 10:00:00,000 7 INFO db odoo.addons.x.tests.test_x: skipped A.test_a : why
2026-01-01 10:00:00,000 7 ERROR db odoo.addons.x.tests.test_x: FAIL: A.test_b
2026-01-01 10:00:00,000 7 ERROR db odoo.http: a door fell off
2026-01-01 10:00:00,000 7 INFO db odoo.modules: 3 skipped modules
2026-01-01 10:00:00,000 7 ERROR db odoo.tests.result: 1 failed, 0 error(s) of 9 tests \
when loading database 'db'
"""


# === SOURCES OF PACKAGES === #


def test_deb822_sources_give_only_binary_and_enabled_uris():
    uris = debian.source_uris(DEB822)
    assert uris == ["http://first.example/debian", "http://second.example/debian/"]


def test_one_line_sources_give_only_binary_uris():
    assert debian.source_uris(ONE_LINE) == ["http://third.example/debian"]


def test_the_mirror_is_not_the_security_archive(tmp_path):
    lines = (
        "deb http://a.example/debian-security s main\ndeb http://b.example/debian s\n"
    )
    (tmp_path / "sources.list").write_text(lines)
    assert debian.find_mirror(tmp_path, {}) == "http://b.example/debian"


def test_a_mirror_list_of_a_cloud_image_is_taken(tmp_path):
    uri = "mirror+file:/etc/apt/mirrors/debian.list"
    (tmp_path / "sources.list").write_text(f"deb {uri} stable main\n")
    assert debian.find_mirror(tmp_path, {}) == uri


def test_without_a_debian_mirror_the_error_says_what_to_set(tmp_path):
    (tmp_path / "sources.list").write_text("deb http://a.example/ubuntu noble main\n")
    with pytest.raises(StackError, match="IZINNET_ODOO"):
        debian.find_mirror(tmp_path, {})


def test_a_mirror_named_by_hand_wins(tmp_path):
    named = {debian.MIRROR_VARIABLE: "http://mine.example/debian"}
    assert debian.find_mirror(tmp_path, named) == "http://mine.example/debian"


# === WHICH ODOO, WHICH SERVER, WHICH PLACE === #


@pytest.fixture
def checkout(tmp_path):
    """A folder that looks like a checkout of Odoo 19."""
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo/release.py").write_text(
        "version_info = (19, 0, 0, FINAL, 0, '')\n"
    )
    (tmp_path / "odoo-bin").touch()
    return tmp_path


@pytest.mark.parametrize("name", ["", "odoo-bin"])
def test_odoo_is_found_by_its_folder_or_program(checkout, name):
    found = odoo_source.find_odoo(None, {odoo_source.VARIABLE: str(checkout / name)})
    assert found.root == checkout


def test_another_series_of_odoo_is_refused(checkout):
    (checkout / "odoo/release.py").write_text(
        "version_info = (18, 0, 0, FINAL, 0, '')\n"
    )
    with pytest.raises(StackError, match="18.0"):
        odoo_source.OdooSource(checkout)


def test_a_folder_without_odoo_is_refused(tmp_path):
    with pytest.raises(StackError, match="no Odoo there"):
        odoo_source.named_root(tmp_path)


def test_a_checkout_has_its_own_addons_folder(checkout):
    (checkout / "addons/web").mkdir(parents=True)
    (checkout / "addons/web/__manifest__.py").touch()
    assert odoo_source.OdooSource(checkout).addons_paths() == [checkout / "addons"]


def test_pg_variables_choose_the_server_of_somebody_else():
    assert isinstance(postgres.find_server({"PGPORT": "5432"}), postgres.NamedServer)


def test_a_long_path_gets_a_short_socket_folder(tmp_path):
    folder = postgres._socket_folder(tmp_path / ("x" * 120))
    assert len(str(folder)) < 60


def test_the_cache_follows_the_users_setting():
    assert str(cache_root({"XDG_CACHE_HOME": "/c"})) == "/c/izinnet"


def test_joined_texts_do_not_hash_alike():
    assert short_hash("ab", "c") != short_hash("a", "bc")


def test_a_changed_source_changes_the_hash(tmp_path):
    (tmp_path / "a.py").write_text("1")
    before = source_hash([tmp_path])
    (tmp_path / "a.py").write_text("2")
    assert source_hash([tmp_path]) != before


def test_the_highest_postgresql_is_taken(tmp_path):
    for version in ("9.6", "15", "16"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin/initdb").touch()
    found = find_command("initdb", (f"{tmp_path}/*/bin",))
    assert found == f"{tmp_path}/16/bin/initdb"


def test_processes_below_a_process_are_listed():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1) as child:
        assert child.pid in descendants(os.getpid())
        child.communicate(b"\n")


# === READING RESULTS === #


def test_the_log_tells_counts_skips_and_errors_apart():
    log = read_log(LOG)
    assert (log.tests, log.failed) == (9, 1)
    assert log.skipped == ["skipped A.test_a : why"]
    assert log.errors == ["odoo.http: a door fell off"]


@pytest.mark.parametrize(
    ("cause", "errors"),
    [
        ("could not serialize access due to concurrent update", 0),
        ("duplicate key value violates unique constraint", 1),
    ],
)
def test_a_transaction_that_odoo_does_again_is_no_error(cause, errors):
    query = "2026-01-01 10:00:00,000 7 ERROR x odoo.sql_db: bad query: b'UPDATE'"
    assert len(read_log(f"{query}\nERROR: {cause}\n").errors) == errors


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0 failed, 0 error(s) of 0 tests when loading database 'x'", 0),
        ("0 failed, 0 error(s) of 5 tests when loading database 'x'", 255),
        ("2 failed, 0 error(s) of 5 tests when loading database 'x'", 1),
        ("nothing at all", 0),
    ],
)
def test_a_run_of_odoo_that_proves_nothing_is_bad(text, code):
    line = f"2026-01-01 10:00:00,000 7 INFO x odoo.service: {text}"
    assert not parts.judge_odoo(read_log(line), code).is_good


def test_a_clean_run_of_odoo_is_good():
    text = "0 failed, 0 error(s) of 5 tests when loading database 'x'"
    line = f"2026-01-01 10:00:00,000 7 INFO x odoo.tests.result: {text}"
    assert parts.judge_odoo(read_log(line), 0) == (5, 0, ())


@pytest.mark.parametrize(
    ("line", "before", "shown"),
    [
        ("2026-01-01 10:00:00,000 7 INFO x odoo.a: b", True, False),
        ("2026-01-01 10:00:00,000 7 WARNING x py.warnings: b", True, False),
        ("2026-01-01 10:00:00,000 7 WARNING x odoo.a: b", False, True),
        ("  File of a trace", True, True),
        ("  File of a trace", False, False),
    ],
)
def test_a_person_sees_warnings_and_their_traces_only(line, before, shown):
    assert is_worth_showing(line, before) is shown


def junit(**counts):
    """Return pytest's report with these counts."""
    given = {"tests": 4, "failures": 0, "errors": 0, "skipped": 0} | counts
    words = " ".join(f'{name}="{count}"' for name, count in given.items())
    return f"<testsuites><testsuite {words}/></testsuites>"


def test_a_skipped_test_makes_a_part_bad():
    assert not parts.read_junit(junit(skipped=1), 0).is_good


def test_a_broken_exit_code_makes_a_part_bad():
    assert not parts.read_junit(junit(), 3).is_good


def test_failures_and_errors_are_counted_together():
    assert parts.read_junit(junit(failures=1, errors=1), 1)[:2] == (2, 2)


def test_the_closing_line_counts_a_bad_part_without_a_failed_test(capsys):
    code = parts._report({"odoo": parts.Outcome(5, 0, ("an error in the log",))})
    assert (code, capsys.readouterr().out.splitlines()[-1]) == (1, "5 passed, 1 failed")


def test_options_after_a_passed_on_command_are_not_read_by_us():
    assert commands._protect(["odoo", "-d", "x"]) == ["odoo", "--", "-d", "x"]
