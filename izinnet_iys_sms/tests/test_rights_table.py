"""What every kind of person can do with the models of this addon (R-56)."""

from pathlib import Path

from odoo.tests import tagged

from odoo.addons.izinnet_iys.tests import rights_case

#: Values that PostgreSQL's own checks on a table ask for.
SPECIAL = {
    "iys.sms.gateway": lambda maker, side: {"iys_code_minutes": 5},
    "iys.sms.budget": lambda maker, side: {
        "people": 1,
        "starts_at": "2026-01-01",
        "ends_at": "2026-01-02",
    },
}


@tagged("-at_install", "post_install")
class TestRightsTable(rights_case.RightsCase):
    addon = "izinnet_iys_sms"
    folder = Path(__file__).parent
    special = rights_case.SPECIAL | SPECIAL

    def test_everybody_can_do_what_the_table_says_and_nothing_else(self):
        """R-56: no difference from the file beside this test."""
        self.compare()
