"""The page of roles says what the tables of rights say (R-56)."""

import os

from . import roles_page


def test_the_page_says_what_the_tables_say():
    """R-56; ``roles_page`` says how to write the page anew."""
    if os.environ.get("IZINNET_WRITE_ROLES"):
        roles_page.PAGE.write_text(roles_page.page())
    assert roles_page.PAGE.read_text() == roles_page.page()


def test_who_has_no_role_reaches_no_row():
    """What the page says of the public, the portal and staff without a role."""
    reached = [
        (row.model, persona, code)
        for row in roles_page.rights()
        for persona in ("public", "portal", "internal")
        for code in row.cells[persona]
        if code not in ("-", "0")
    ]
    assert reached == []


def test_another_companys_manager_reaches_no_row_of_the_first():
    """Nor do those of the first company reach a row of the other (R-58)."""
    crossed = [
        (row.model, persona)
        for row in roles_page.rights()
        for persona, cells in row.cells.items()
        if any(("A" if persona == "manager_b" else "B") in code for code in cells)
    ]
    assert crossed == []


def test_nobody_reaches_a_screen_that_another_opened():
    screens = [row for row in roles_page.rights() if row.concern == "wizard"]
    seen = [
        (row.model, persona, code)
        for row in screens
        for persona, cells in row.cells.items()
        for code in cells
        if code not in ("-", "0", "M")
    ]
    assert len(screens) > 10
    assert seen == []
