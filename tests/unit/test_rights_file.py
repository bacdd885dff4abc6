"""The file of rights is read as it was written, and every difference is named (R-56)."""

import pytest

from . import roles_page

FILE = roles_page.rights_file()


def _rights(model="iys.consent", **over):
    cells = dict.fromkeys(FILE.PERSONAS, ("A",) * len(FILE.ROADS))
    return FILE.Rights(model, "record", "Consent", "A B", {**cells, **over})


def _differences(old, new):
    return FILE.differences(*({row.model: row for row in rows} for rows in (old, new)))


def test_what_is_written_is_read():
    rows = [_rights(), _rights("iys.key", public=("-",) * len(FILE.ROADS))]
    read = FILE.read(FILE.write("izinnet_iys", rows))
    assert list(read.values()) == rows


def test_a_new_model_is_named():
    assert _differences([], [_rights()]) == ["iys.consent: not in the file"]


def test_a_model_that_is_gone_is_named():
    assert _differences([_rights()], []) == ["iys.consent: gone, but in the file"]


def test_model_person_and_road_are_named():
    seen = ("AB",) + ("A",) * (len(FILE.ROADS) - 1)
    told = _differences([_rights()], [_rights(manager=seen)])
    assert told == ["iys.consent, manager: read AB (was A)"]


def test_a_person_missing_in_the_file_is_named():
    old = _rights()
    del old.cells["portal"]
    told = _differences([old], [_rights()])
    assert [line.split(":")[0] for line in told] == ["iys.consent, portal"]


def test_a_person_nobody_knows_is_refused():
    text = FILE.write("izinnet_iys", [_rights()]).replace("portal", "somebody")
    with pytest.raises(ValueError, match="somebody"):
        FILE.read(text)
