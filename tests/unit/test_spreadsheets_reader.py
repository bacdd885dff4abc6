"""Readers: all of them tell the same, and can go on behind any part."""

import codecs
import datetime
import importlib.util

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from spreadsheets.cells import trimmed
from spreadsheets.faults import FileFault
from spreadsheets.order import Order
from spreadsheets.process import Reading, read_head
from spreadsheets.reader import choose_sheet, open_table
from spreadsheets.strings import StringTable
from spreadsheets.text import find_separator

ROWS = [
    ["Ad", "Telefon", "Tarih"],
    ["Ayşe", 905321112233, datetime.datetime(2026, 11, 20, 10, 5, 7)],
    [None, "0532 111 22 33", datetime.datetime(2026, 11, 20)],
    ["İğüş", 5.5, True],
    [None, None, None],
    ["a & <b>", "  iki  ", datetime.time(9, 30)],
]
TOLD = [
    (1, ["Ad", "Telefon", "Tarih"]),
    (2, ["Ayşe", 905321112233, "2026-11-20 10:05:07"]),
    (3, [None, "0532 111 22 33", "2026-11-20"]),
    (4, ["İğüş", 5.5, True]),
    (6, ["a & <b>", "  iki  ", "09:30:00"]),
]
FAST = importlib.util.find_spec("python_calamine") is not None


def save(path, rows, title="Liste"):
    """Write a workbook whose first sheet is empty."""
    book = Workbook()
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return str(path)


def told(path, fast, sheet=""):
    """Read a file in this process: [(row number, cells)]."""
    table = open_table(path, fast=fast)
    name = choose_sheet(table, sheet)
    rows = [(number, cells) for _p, number, cells in table.rows(name)]
    table.close()
    return rows


@pytest.mark.parametrize("fast", [False, True])
def test_every_reader_tells_the_same_of_a_workbook(tmp_path, fast):
    assert FAST, "python-calamine belongs to the tests' requirements"
    assert told(save(tmp_path / "a.xlsx", ROWS), fast) == TOLD


def test_the_first_sheet_with_rows_is_chosen(tmp_path):
    sheets, sheet, rows = read_head(save(tmp_path / "a.xlsx", ROWS, "Şubat"))
    assert (sheets, sheet, rows[0]) == (["Sheet", "Şubat"], "Şubat", [1, ROWS[0]])


def test_a_name_without_ending_does_not_matter(tmp_path):
    assert told(save(tmp_path / "4f3a", ROWS), fast=False) == TOLD


cell = st.one_of(
    st.none(),
    st.integers(-(10**12), 10**12),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20),
    st.datetimes(datetime.datetime(1990, 1, 1), datetime.datetime(2090, 1, 1)).map(
        lambda d: d.replace(microsecond=0)
    ),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(cell, min_size=1, max_size=5), min_size=1, max_size=8))
def test_openpyxl_and_calamine_agree_on_any_table(tmp_path_factory, rows):
    rows = [
        ["head"],
        *([f"t{v}" if isinstance(v, str) else v for v in r] for r in rows),
    ]
    path = save(tmp_path_factory.mktemp("any") / "a.xlsx", rows)
    assert told(path, fast=False) == told(path, fast=True)


@pytest.mark.parametrize("fast", [False, True])
def test_reading_goes_on_behind_any_part(tmp_path, fast):
    rows = [[f"kişi {i}"] if i % 7 else [None] for i in range(60)]
    path = save(tmp_path / "a.xlsx", rows)
    with Reading(Order(path, fast=fast, part_rows=10)) as reading:
        parts = list(reading.parts())
    for index, part in enumerate(parts[:-1], 1):
        order = Order(path, fast=fast, part_rows=10, skip=part.position, last=part.last)
        with Reading(order) as reading:
            rest = [p.unpack() for p in reading.parts()]
        assert rest == [p.unpack() for p in parts[index:]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1254"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_text_files_are_understood_in_each_spelling(tmp_path, encoding, separator):
    lines = [["Ad", "Telefon"], ["Işık Şen", "0532 111 22 33"], ["Öz", ""]]
    text = "\r\n".join(separator.join(line) for line in lines)
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    expected = [(1, lines[0]), (2, lines[1]), (3, ["Öz"])]
    assert told(str(tmp_path / "a.csv"), fast=False) == expected


def test_letters_nobody_knows_are_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes("Ad;Işık".encode("cp1254") + b"\x81\x8d")
    with pytest.raises(FileFault, match="bad_encoding"):
        told(str(tmp_path / "a.csv"), fast=False)


def test_a_text_file_keeps_line_breaks_inside_quotes(tmp_path):
    (tmp_path / "a.csv").write_bytes(codecs.BOM_UTF8 + b'a;b\n"x\ny";"1;2"\n')
    assert told(str(tmp_path / "a.csv"), fast=False)[1] == (2, ["x\ny", "1;2"])


def test_a_list_of_one_column_has_no_separator():
    assert find_separator(["Telefon", "0532", "0533"]) == ";"


def test_the_table_of_strings_is_the_same_on_disk_and_in_memory():
    texts = [f"metin {i} ığş" for i in range(500)]
    small, big = StringTable(), StringTable(in_memory=1000)
    for text in texts:
        small.append(text)
        big.append(text)
    big.finish()
    assert [big[i] for i in range(500)] == [small[i] for i in range(500)] == texts
    big.close()


@given(st.lists(st.sampled_from([None, "", " ", "a", 0, False])))
def test_trimming_only_takes_empty_cells_at_the_end(row):
    kept = trimmed(row)
    assert row[: len(kept)] == kept
    assert all(
        c is None or (isinstance(c, str) and not c.strip()) for c in row[len(kept) :]
    )
