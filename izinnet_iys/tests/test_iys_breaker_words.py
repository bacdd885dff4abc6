"""Pauses in words."""

from odoo.tests import tagged

from .common import IysCommon


@tagged("post_install", "-at_install")
class TestIysBreakerWords(IysCommon):
    @classmethod
    def setUpClass(cls):
        """Override of `common`: five calls of one brand fail in a row (R-12)."""
        super().setUpClass()
        breakers = cls.env["iys.breaker"]
        for _ in range(5):
            breakers._note(cls.alpha, "changes", False)
        cls.row = breakers.search([("brand_id", "=", cls.alpha.id)])

    def test_a_pause_is_told_with_its_end(self):
        self.assertTrue(self.row.is_open)
        self.assertGreater(self.row.next_try, self._now())

    def test_the_kind_is_spelt_in_words(self):
        self.assertEqual(self.row.kind_text, "Read changes")

    def test_after_a_reset_nothing_is_paused(self):
        self.env["iys.breaker"]._reset(self.alpha)
        self.assertFalse(
            self.env["iys.breaker"].search([("brand_id", "=", self.alpha.id)])
        )

    def test_a_limit_tells_its_moment_in_utc(self):
        limit = self.env["iys.limit"].create(
            {"host": "h", "kind": "call", "tat": 86400.0}
        )
        self.assertEqual(str(limit.used_until), "1970-01-02 00:00:00")
