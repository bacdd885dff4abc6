"""What every kind of person can do with the models of this addon (R-56)."""

from pathlib import Path

from odoo.tests import tagged

from odoo.addons.izinnet_iys.tests import rights_case


@tagged("-at_install", "post_install")
class TestRightsTable(rights_case.RightsCase):
    addon = "izinnet_iys_website"
    folder = Path(__file__).parent

    def test_everybody_can_do_what_the_table_says_and_nothing_else(self):
        """R-56: no difference from the file beside this test."""
        self.compare()
