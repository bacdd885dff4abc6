"""Files that want to do harm, or are not what they seem (R-51)."""

import io
import struct
import subprocess
import sys
import time
import zipfile

import pytest
from openpyxl import Workbook

from spreadsheets.faults import FileFault
from spreadsheets.guard import Limits, inspect
from spreadsheets.order import Order
from spreadsheets.process import Reading, read_head

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(rows=(("a", "b"),)):
    """Return the bytes of a good workbook."""
    book, buffer = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def altered(parts, content=None):
    """Return a workbook with some parts replaced or added (name → bytes or text)."""
    buffer = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(content or workbook()))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return buffer.getvalue()


def sheet(rows):
    """Return a sheet part around some row elements."""
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"


def code_of(content, limits=None):
    """Return the fault of a file judged by its directory alone, or its kind."""
    try:
        return inspect(io.BytesIO(content), limits)
    except FileFault as fault:
        return fault.code


def read_all(tmp_path, content, **order):
    """Read a file in its own process: (rows, fault code, seconds, MiB of the process)."""
    path = tmp_path / "file"
    path.write_bytes(content)
    rows, code, start = 0, None, time.monotonic()
    with Reading(Order(str(path), **order)) as reading:
        try:
            rows = sum(part.rows for part in reading.parts())
        except FileFault as fault:
            code = fault.code
    return rows, code, time.monotonic() - start, reading.peak


def ole(*names):
    """Return a fake compound file that holds some stream names."""
    streams = b"".join(name.encode("utf-16-le") + b"\0\0" for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + streams


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (workbook(), "xlsx"),
        (b"a;b\n1;2\n", "text"),
        ("a;b\nş;ı\n".encode("utf-16"), "text"),
        (ole("Workbook"), "xls"),
        (ole("EncryptedPackage", "EncryptionInfo"), "encrypted"),
        (ole("Workbook", "_VBA_PROJECT_CUR"), "macros"),
        (ole("WordDocument"), "unknown_format"),
        (b"%PDF-1.7", "unknown_format"),
        (b"\x89PNG\r\n\x1a\n\0\0", "unknown_format"),
        (b"<html><table></table></html>", "unknown_format"),
        (b"MZ\0\0\0", "unknown_format"),
        (b"", "no_rows"),
        (b" \n\n", "no_rows"),
        (b"PK\x03\x04 and nothing more", "broken"),
        (workbook()[:-40], "broken"),
        (altered({"xl/vbaProject.bin": b"x"}), "macros"),
        (altered({"xl/externalLinks/externalLink1.xml": "<a/>"}), "external_links"),
        (altered({SHEET: "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>"}), "dtd"),
        (altered({SHEET: "<work"}), "broken"),
        (altered({f"xl/media/{i}.png": b"" for i in range(1001)}), "too_many_parts"),
    ],
)
def test_a_file_is_judged_by_its_first_bytes_and_its_directory(content, expected):
    assert code_of(content) == expected


def test_billion_laughs_is_refused_before_it_is_parsed():
    entities = "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 10))
    part = f"<!DOCTYPE x [<!ENTITY a0 'ha'>{entities}]><worksheet>&a9;</worksheet>"
    assert code_of(altered({SHEET: part})) == "dtd"


def test_a_dtd_in_another_encoding_is_found_as_well():
    part = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><worksheet/>'
    assert code_of(altered({SHEET: part.encode("utf-16")})) == "dtd"


def test_a_file_above_the_size_limit_is_not_opened():
    assert code_of(b"a" * 100, Limits(file_size=99)) == "file_too_big"


def test_a_file_that_unpacks_too_big_is_not_unpacked():
    assert code_of(workbook(), Limits(unpacked=100)) == "unpacked_too_big"


def test_a_million_directory_entries_do_not_become_objects():
    entry = b"PK\x01\x02" + bytes(42)
    directory = entry * 300_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0, 0, len(directory), 0, 0)
    assert code_of(b"PK" + directory + end) == "too_many_parts"


def test_a_bomb_is_refused_in_two_seconds_with_little_memory():
    """R-51: in a process of its own, because memory once taken stays taken."""
    script = (
        "import io, sys, time, resource; sys.path.insert(0, 'izinnet_iys');"
        "sys.path.insert(0, '.');"
        "from tests.unit.test_spreadsheets_guard import altered, code_of, SHEET;"
        "content = altered({SHEET: b' ' * (300 << 20)});"
        "start, peak = time.monotonic(), resource.getrusage(0).ru_maxrss;"
        "print(code_of(content), time.monotonic() - start < 2,"
        " resource.getrusage(0).ru_maxrss - peak < 100 * 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["bomb", "True", "True"]


def test_a_million_empty_rows_are_read_over_with_bounded_memory(tmp_path):
    rows = "".join(f'<row r="{i}"/>' for i in range(1, 1_000_001))
    content = altered({SHEET: sheet(rows)})
    count, code, _seconds, peak = read_all(tmp_path, content, fast=False)
    assert (count, code, peak < 300) == (0, "no_rows", True)


def test_more_rows_than_a_sheet_can_have_are_refused(tmp_path):
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>' + "<row/>" * 1_048_577
    limits = {**vars(Limits()), "ratio": 10_000}
    content = altered({SHEET: sheet(rows)})
    assert read_all(tmp_path, content, fast=False, limits=limits)[1] == "too_many_rows"


def test_sixteen_thousand_columns_stay_within_the_memory_limit(tmp_path):
    cells = "<c><v>1</v></c>" * 16_384
    rows = "".join(f'<row r="{i}">{cells}</row>' for i in range(1, 101))
    limits = {**vars(Limits()), "ratio": 10_000}
    count, code, _seconds, peak = read_all(
        tmp_path, altered({SHEET: sheet(rows)}), fast=False, limits=limits
    )
    assert (count, code, peak < 300) == (100, None, True)


def test_a_row_without_end_is_refused(tmp_path):
    rows = "<row>" + "<c><v>1</v></c>" * 200_000 + "</row>"
    limits = {**vars(Limits()), "ratio": 10_000}
    content = altered({SHEET: sheet(rows)})
    assert read_all(tmp_path, content, fast=False, limits=limits)[1] == "row_too_long"


@pytest.mark.parametrize("fast", [True, False])
def test_two_cells_at_the_ends_of_a_sheet_do_not_fill_the_memory(tmp_path, fast):
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    content = altered({SHEET: sheet(rows)})
    count, code, _seconds, peak = read_all(tmp_path, content, fast=fast)
    assert (count, code, peak < 300) == (2, None, True)


def test_a_wrong_dimension_tag_changes_nothing(tmp_path):
    cells = "".join(
        f'<row r="{i}"><c r="A{i}"><v>{i}</v></c></row>' for i in range(1, 51)
    )
    part = (
        f'<worksheet {MAIN}><dimension ref="A1:B2"/><sheetData>{cells}</sheetData>'
        "</worksheet>"
    )
    for fast in (True, False):
        assert read_all(tmp_path, altered({SHEET: part}), fast=fast)[0] == 50


def test_a_part_larger_than_it_says_is_not_read_further(tmp_path):
    content = bytearray(workbook([("x" * 50, i) for i in range(2000)]))
    place = content.find(b"PK\x01\x02")
    while SHEET.encode() not in content[place : place + 80]:
        place = content.find(b"PK\x01\x02", place + 4)
    struct.pack_into("<L", content, place + 24, 1000)
    assert read_all(tmp_path, bytes(content), fast=False)[1] == "broken"


def test_shared_strings_beyond_memory_go_to_disk(tmp_path):
    strings = "".join(f"<si><t>text {i:07}</t></si>" for i in range(600_000))
    part = f"<sst {MAIN}>{strings}</sst>"
    good = workbook([("a",)])
    limits = {**vars(Limits()), "ratio": 10_000}
    content = altered({"xl/sharedStrings.xml": part}, good)
    count, code, _seconds, peak = read_all(tmp_path, content, fast=False, limits=limits)
    assert (count, code, peak < 300) == (1, None, True)


def test_a_reader_that_needs_too_much_memory_ends_alone(tmp_path):
    limits = {**vars(Limits()), "memory": 8 << 20}
    content = workbook([(i, "x" * 100) for i in range(5000)])
    assert read_all(tmp_path, content, limits=limits)[1] in ("too_heavy", "broken")


def test_a_sheet_that_does_not_exist_is_named(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(workbook())
    with pytest.raises(FileFault) as caught:
        read_head(str(path), sheet="Şubat")
    assert (caught.value.code, caught.value.details["name"]) == ("no_sheet", "Şubat")
