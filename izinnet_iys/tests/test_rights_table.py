"""What every kind of person can do with the models of this addon (R-56)."""

from pathlib import Path

from odoo.tests import tagged
from odoo.tools import mute_logger

from . import rights_case
from .rights_rows import B


@tagged("-at_install", "post_install")
class TestRightsTable(rights_case.RightsCase):
    addon = "izinnet_iys"
    folder = Path(__file__).parent

    def test_everybody_can_do_what_the_table_says_and_nothing_else(self):
        """R-56: no difference from the file beside this test."""
        self.compare()

    @mute_logger("odoo.http")
    def test_a_program_reaches_no_other_company_by_naming_it(self):
        """R-56, R-58: nor by the company a call asks to work in."""
        manager, consent = self.people["manager"], self.maker.row("iys.consent", B)
        answer = self.url_open(
            "/json/2/iys.consent/search_read",
            json={
                "domain": [("id", "=", consent)],
                "context": {"allowed_company_ids": self.other_company.ids},
            },
            headers={"Authorization": f"bearer {self.keys['manager']}"},
        )
        self.assertNotIn(self.other_company, manager.company_ids)
        self.assertEqual(answer.status_code, 403)
