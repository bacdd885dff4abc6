"""The seal: what proves something gets a link, by one writer, without gaps (R-33, R-36)."""

from psycopg2.errors import RaiseException

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..seal_chain.canon import GENESIS, link_hash
from .seal_case import SealCase


@tagged("-at_install", "post_install")
class TestIysSeal(SealCase):
    def _refused_by_database(self, statement):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(RaiseException),
            self.cr.savepoint(),
        ):
            self.cr.execute(statement)

    def test_every_act_gets_one_link(self):
        acts = self.three_acts()
        self.assertEqual(self.seals(model="iys.consent").mapped("res_id"), acts.ids)

    def test_each_link_builds_on_the_one_before(self):
        self.three_acts()
        before = GENESIS
        for link in self.seals():
            parts = (
                link.res_model,
                link.res_id,
                f"{link.sealed_at:%Y-%m-%dT%H:%M:%SZ}",
            )
            before = link_hash(
                self.company.id, link.seq, *parts, link.commitment, before, 1
            )
            self.assertEqual(link.hash, before)

    def test_the_places_of_a_chain_have_no_gap(self):
        self.three_acts()
        self.assertEqual(
            self.seals().mapped("seq"), list(range(1, len(self.seals()) + 1))
        )

    def test_a_published_text_is_sealed_a_draft_is_not(self):
        notice = self._make_notice()
        draft = notice.copy({"name": "Taslak"})
        self.seal()
        self.assertTrue(self.seal_of(notice))
        self.assertFalse(self.seal_of(draft))

    def test_a_text_published_later_is_sealed_then(self):
        draft = self._make_notice().copy({"name": "Taslak"})
        self.three_acts()
        draft.action_publish()
        self.seal()
        self.assertTrue(self.seal_of(draft))

    def test_a_sent_message_is_sealed(self):
        token = self.env["iys.message"]._log_sent(
            [
                {
                    "type": "EPOSTA",
                    "message_class": "COMMERCIAL",
                    "brand_id": self.alpha.id,
                    "recipient": "kisi@deneme.example.com",
                    "body": "Merhaba",
                }
            ]
        )
        self.seal()
        sent = self.env["iys.message"].search([("token", "in", token)])
        self.assertTrue(self.seal_of(sent))

    def test_the_day_log_is_sealed(self):
        row = self.env["iys.log"]._add("setup", "Brand changed", record=self.alpha)
        self.seal()
        self.assertTrue(self.seal_of(row))

    def test_a_row_that_appears_late_with_a_lower_id_is_sealed(self):
        """R-33: transactions end in any order."""
        self.cr.execute("SELECT nextval('iys_log_id_seq')")
        low = self.cr.fetchone()[0]
        self.env["iys.log"]._add("setup", "Brand changed", record=self.alpha)
        self.seal()
        self.cr.execute(
            "INSERT INTO iys_log (id, date, kind, message, company_id, user_id)"
            " VALUES (%s, now() AT TIME ZONE 'UTC', 'setup', 'late', %s, %s)",
            [low, self.company.id, self.env.uid],
        )
        self.seal()
        self.assertTrue(self.seal_of(self.env["iys.log"].browse(low)))

    def test_nothing_is_sealed_twice(self):
        self.three_acts()
        count = len(self.seals())
        self.seal()
        self.assertEqual(len(self.seals()), count)

    def test_each_company_has_its_own_chain(self):
        """L-6."""
        self._record(self._make_act(), self._make_act(brand_id=self.gamma.id))
        self.seal()
        self.assertEqual(self.seals()[0].seq, 1)
        self.assertEqual(self.seals(self.other_company)[0].seq, 1)

    def test_another_companys_chain_is_not_seen(self):
        self._record(self._make_act(brand_id=self.gamma.id))
        self.seal()
        seals = self.as_role("auditor", self.env["iys.seal"])
        self.assertFalse(seals.search([("company_id", "=", self.other_company.id)]))

    def test_nobody_adds_a_link_by_hand(self):
        with self.assertRaises(UserError):
            self.env["iys.seal"].sudo().create({})
        with self.assertRaises(AccessError):
            self.as_role("admin", self.env["iys.seal"]).check_access("create")

    def test_sql_cannot_change_a_link(self):
        """R-31."""
        self.three_acts()
        self._refused_by_database("UPDATE iys_seal SET seq = seq + 1000")

    def test_sql_cannot_delete_a_link(self):
        """R-31."""
        self.three_acts()
        self._refused_by_database("DELETE FROM iys_seal")

    def test_sql_cannot_put_another_salt_in(self):
        self.three_acts()
        self._refused_by_database("UPDATE iys_seal SET salt = 'ab'")

    def test_the_salt_and_the_signature_are_read_by_nobody(self):
        self.three_acts()
        for name in ("salt", "mac"):
            with self.assertRaises(AccessError):
                self.as_role("admin", self.seals()[0]).read([name])
