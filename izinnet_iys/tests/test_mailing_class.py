"""The class of a mailing: commercial unless a consent manager says why not (L-38)."""

from odoo.exceptions import AccessError, ValidationError

from .mailing_case import MailingCase

FREE = {"iys_message_class": "INFORMATIONAL", "iys_class_reason": "delivery"}


class TestMailingClass(MailingCase):
    """Who may free a mailing, what takes the freedom back, what is kept of it."""

    def _by(self, role, **over):
        mailing = self._make_mailing(user_id=self.users[role].id, **over)
        return mailing.with_user(self.users[role])

    def test_a_new_mailing_is_commercial(self):
        self.assertEqual(self._make_mailing().iys_message_class, "COMMERCIAL")

    def test_a_new_mailing_speaks_for_the_company_s_brand(self):
        mailing = self.env["mailing.mailing"].create({"subject": "Deneme"})
        self.assertEqual(mailing.iys_brand_id, self.alpha)

    def test_an_author_cannot_free_a_mailing(self):
        mailing = self._by("author")
        with self.assertRaisesRegex(AccessError, "consent manager"):
            mailing.write(FREE)

    def test_an_author_cannot_create_a_free_mailing(self):
        mailings = self.env["mailing.mailing"].with_user(self.users["author"])
        with self.assertRaisesRegex(AccessError, "consent manager"):
            mailings.create({"subject": "Deneme", **FREE})

    def test_no_default_from_a_context_frees_a_mailing(self):
        context = {f"default_{name}": value for name, value in FREE.items()}
        mailings = self.env["mailing.mailing"].with_user(self.users["author"])
        with self.assertRaises(AccessError):
            mailings.with_context(**context).create({"subject": "Deneme"})

    def test_a_manager_needs_a_reason_of_the_law(self):
        mailing = self._by("manager")
        with self.assertRaises(ValidationError):
            mailing.iys_message_class = "AFTER_SALE"

    def test_a_freed_mailing_counts_as_released(self):
        mailing = self._by("manager")
        mailing.write(FREE)
        self.assertTrue(mailing._iys_is_released())

    def test_the_choice_is_in_the_day_log(self):
        """L-32: who said so, and why."""
        mailing = self._by("manager")
        mailing.write(FREE)
        row = self.env["iys.log"].search(
            [("res_model", "=", "mailing.mailing"), ("res_id", "=", mailing.id)],
            limit=1,
        )
        self.assertEqual((row.kind, row.user_id), ("decision", self.users["manager"]))
        self.assertEqual(row.data["reason"], "delivery")

    def test_the_choice_is_tracked_in_the_chatter(self):
        mailing = self._by("manager").with_context(tracking_disable=False)
        self.env.cr.precommit.run()  # a transaction ends: it is not new any more
        mailing.write(FREE)
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()
        values = mailing.sudo().message_ids.tracking_value_ids
        self.assertIn("iys_message_class", values.field_id.mapped("name"))

    def test_an_author_s_new_words_make_it_commercial_again(self):
        """The manager decided about a text, not about a blank cheque."""
        mailing = self._make_mailing(**FREE).with_user(self.users["author"])
        mailing.body_html = "<p>Büyük indirim</p>"
        self.assertEqual(mailing.iys_message_class, "COMMERCIAL")
        self.assertFalse(mailing.iys_class_reason)

    def test_saving_the_same_words_changes_nothing(self):
        mailing = self._make_mailing(**FREE).with_user(self.users["author"])
        mailing.write({"subject": mailing.subject, "mailing_domain": "[]"})
        self.assertEqual(mailing.iys_message_class, "INFORMATIONAL")

    def test_a_copy_starts_as_commercial(self):
        mailing = self._make_mailing(**FREE).with_user(self.users["author"])
        self.assertEqual(mailing.copy().iys_message_class, "COMMERCIAL")

    def test_the_winner_of_a_test_is_what_its_version_was(self):
        campaign = self.env["utm.campaign"].create({"name": "Deneme"})
        values = {"campaign_id": campaign.id, "ab_testing_enabled": True}
        mailing = self._make_mailing(**FREE, **values).with_user(self.users["author"])
        mailing.action_select_as_winner()
        winner = campaign.ab_testing_winner_mailing_id
        self.assertEqual(winner.iys_message_class, "INFORMATIONAL")

    def test_advertising_in_an_informational_mailing_is_pointed_out(self):
        mailing = self._make_mailing(body_html="<p>Büyük indirim günleri</p>", **FREE)
        self.assertIn("indirim", mailing.iys_content_advice)

    def test_a_plain_notice_is_not_pointed_out(self):
        mailing = self._make_mailing(
            subject="Siparişiniz yolda", body_html="<p>Kargoya verildi.</p>", **FREE
        )
        self.assertFalse(mailing.iys_content_advice)

    def test_a_brand_without_mersis_is_named_before_sending(self):
        """L-41."""
        self.alpha.mersis = False
        self.assertIn("MERSİS", self._make_mailing().iys_content_missing)

    def test_a_complete_brand_lacks_nothing(self):
        self.assertFalse(self._make_mailing().iys_content_missing)

    def test_a_subject_without_its_nature_is_pointed_out(self):
        """L-42."""
        mailing = self._make_mailing(subject="Merhaba")
        self.assertIn("KAMPANYA", mailing.iys_content_advice)
        mailing.iys_nature_label = "BİLGİLENDİRME"
        self.assertFalse(mailing.iys_content_advice)
