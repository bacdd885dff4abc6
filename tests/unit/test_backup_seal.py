"""The seal of a backup: nothing of it can be changed, moved or cut unseen (R-40)."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backup_files.faults import BackupFault
from backup_files.key import fingerprint, make_key, read_key
from backup_files.seal import CHUNK, HEADER_SIZE, TAG, SealReader, SealWriter

KEY = b"k" * 48
OTHER = b"o" * 48


def sealed(plain, key=KEY, step=700_001):
    """Seal some bytes, written in pieces."""
    out = io.BytesIO()
    seal = SealWriter(out, key)
    for start in range(0, len(plain), step):
        seal.write(plain[start : start + step])
    seal.close()
    return out.getvalue()


def opened(data, key=KEY, size=333_333):
    """Open a sealed file in reads of some size."""
    reader, pieces = SealReader(io.BytesIO(data), key), []
    while piece := reader.read(size):
        pieces.append(piece)
    return b"".join(pieces)


def fault_of(data, key=KEY):
    """Return the code of the fault when a file is opened, or None."""
    try:
        opened(data, key)
    except BackupFault as fault:
        return fault.code
    return None


SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17)


@pytest.mark.parametrize("size", SIZES)
def test_what_went_in_comes_out(size):
    plain = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert opened(sealed(plain)) == plain


@pytest.mark.parametrize("size", SIZES)
def test_a_missing_end_is_found_wherever_it_is_cut(size):
    data = sealed(b"z" * size)
    edges = {HEADER_SIZE + n * (CHUNK + TAG) for n in range(1 + size // CHUNK)}
    for cut in {*edges, len(data) - 1, HEADER_SIZE - 1, HEADER_SIZE + 1} - {len(data)}:
        assert fault_of(data[:cut]) == "truncated", cut


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2 * (CHUNK + TAG)), st.integers(1, 255))
def test_a_changed_byte_is_found(place, change):
    data = bytearray(sealed(b"q" * (2 * CHUNK - 100)))
    place %= len(data)
    data[place] ^= change
    assert fault_of(bytes(data)) in ("damaged", "truncated", "wrong_key")


def test_swapped_chunks_are_found():
    data, chunk = sealed(b"a" * CHUNK + b"b" * CHUNK + b"c"), CHUNK + TAG
    head, one, two = data[:HEADER_SIZE], data[HEADER_SIZE:][:chunk], None
    two = data[HEADER_SIZE + chunk :][:chunk]
    rest = data[HEADER_SIZE + 2 * chunk :]
    assert fault_of(head + two + one + rest) == "damaged"


def test_something_behind_the_end_is_found():
    assert fault_of(sealed(b"a" * CHUNK) + b"more") is not None


def test_another_key_is_told_from_a_damage():
    with pytest.raises(BackupFault) as found:
        opened(sealed(b"x"), OTHER)
    assert found.value.code == "wrong_key"
    assert found.value.details == {
        "made_with": fingerprint(KEY),
        "given": fingerprint(OTHER),
    }


def test_two_files_of_the_same_data_have_nothing_in_common():
    one, two = sealed(b"same" * 1000), sealed(b"same" * 1000)
    assert one[HEADER_SIZE:] != two[HEADER_SIZE:]


def test_the_plain_text_is_nowhere_in_the_file():
    assert b"+905321112233" not in sealed(b"+905321112233" * 1000)


def test_what_is_no_backup_is_said_to_be_none():
    assert fault_of(b"PK\x03\x04" + b"\0" * 100) == "damaged"


class TestKey:
    """R-38: a key others can read, or beside the data, is refused."""

    @pytest.fixture
    def path(self, tmp_path):
        made = tmp_path / "keys" / "backup.key"
        made.parent.mkdir()
        make_key(str(made))
        return made

    def code(self, path, forbidden=()):
        with pytest.raises(BackupFault) as found:
            read_key(str(path), forbidden)
        return found.value.code

    def test_a_made_key_is_read(self, path):
        assert len(read_key(str(path))) == 96

    def test_a_key_others_may_read_is_refused(self, path):
        path.chmod(0o640)
        assert self.code(path) == "key_open"

    def test_a_short_key_is_refused(self, path):
        path.write_bytes(b"x" * 31 + b"\n")
        assert self.code(path) == "key_short"

    def test_a_missing_key_is_told(self, path):
        assert self.code(path.with_name("none")) == "key_missing"

    def test_a_relative_path_is_refused(self):
        assert self.code("backup.key") == "key_missing"

    def test_a_key_in_a_forbidden_folder_is_refused(self, path):
        assert self.code(path, [str(path.parent)]) == "key_place"

    def test_a_link_into_a_forbidden_folder_is_refused(self, path, tmp_path):
        link = tmp_path / "link"
        link.symlink_to(path)
        assert self.code(link, [str(path.parent)]) == "key_place"
