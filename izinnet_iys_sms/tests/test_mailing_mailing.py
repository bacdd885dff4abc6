from odoo.tests import tagged

from .common import IysSmsCase


@tagged("post_install", "-at_install")
class TestSmsMailing(IysSmsCase):
    """An SMS mailing reaches those who approved; the others are told of (L-1, L-64)."""

    @classmethod
    def setUpClass(cls):
        """Override of `izinnet_iys_sms`: three contacts, the middle one refused."""
        super().setUpClass()
        cls.people = cls._make_people(cls.yes, cls.no, cls.new)

    def _mailing(self, **values):
        return self.env["mailing.mailing"].create(
            {
                "subject": "Kampanya",
                "mailing_type": "sms",
                "body_plaintext": "Büyük indirim",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": repr([("id", "in", self.people.ids)]),
                "iys_brand_id": self.alpha.id,
                "sms_force_send": True,
                **values,
            }
        )

    def _sent(self, mailing):
        with self.mockSMSGateway():
            mailing.action_send_mail()
        return self.numbers_sent()

    def _reasons(self, mailing):
        traces = mailing.mailing_trace_ids.sorted("res_id")
        return [trace.iys_rule for trace in traces]

    def test_only_who_approved_gets_it(self):
        self.assertEqual(self._sent(self._mailing()), [self.yes])

    def test_each_recipient_has_a_trace_with_the_reason(self):
        """L-64"""
        mailing = self._mailing()
        self._sent(mailing)
        self.assertEqual(self._reasons(mailing), ["approved", "refused", "no_consent"])

    def test_who_was_left_out_is_counted_as_cancelled(self):
        mailing = self._mailing()
        self._sent(mailing)
        self.assertEqual((mailing.canceled, mailing.expected), (2, 3))

    def test_a_refusal_between_preparing_and_leaving_reaches_the_trace(self):
        """R-26"""
        mailing = self._mailing(sms_force_send=False)
        mailing.action_send_mail()
        self._refuse(self.yes)
        with self.mockSMSGateway():
            self.env["sms.sms"].sudo().search([("number", "=", self.yes)]).send()
        self.assertEqual(self.numbers_sent(), [])
        self.assertEqual(self._reasons(mailing)[0], "refused")

    def test_recipients_given_by_id_meet_the_same_gate(self):
        mailing = self._mailing()
        with self.mockSMSGateway():
            mailing.action_send_sms(res_ids=self.people.ids)
        self.assertEqual(self.numbers_sent(), [self.yes])

    def test_a_mailing_nobody_may_get_ends(self):
        mailing = self._mailing(
            mailing_domain=repr([("id", "in", self.people[1:].ids)])
        )
        self._sent(mailing)
        self.assertEqual((mailing.state, mailing.canceled), ("done", 2))

    def test_a_mailing_waits_for_an_update_from_iys(self):
        """L-15"""
        self.alpha.last_good_pull = False
        mailing = self._mailing()
        self._sent(mailing)
        self.assertEqual((mailing.state, mailing.canceled), ("in_queue", 0))

    def test_retrying_asks_again(self):
        mailing = self._mailing()
        with self.mockSMSGateway(sim_error="server_error"):
            mailing.action_send_mail()
        self._refuse(self.yes)
        mailing.action_retry_failed()
        self.assertEqual(self._sent(mailing), [])

    def test_a_half_of_another_company_is_judged_by_the_mailings_brand(self):
        """L-6"""
        self._approve(self.new, brand_id=self.gamma.id)
        self.people[2].company_id = self.other_company
        self.assertEqual(self._sent(self._mailing()), [self.yes])

    def test_the_text_carries_mersis_and_our_link(self):
        """L-41, L-43"""
        self._sent(self._mailing())
        self.assertRegex(self._sms[0]["body"], r"(?s)Mersis:0{13}101.*/iys/refuse/")

    def test_odoos_short_link_to_refuse_is_not_in_the_text(self):
        """V-16"""
        mailing = self._mailing()
        self._sent(mailing)
        self.assertNotIn(f"/sms/{mailing.id}/", self._sms[0]["body"])

    def test_the_refusal_of_a_commercial_sms_cannot_be_switched_off(self):
        """L-43"""
        mailing = self._mailing()
        mailing.sms_allow_unsubscribe = False
        self.assertTrue(mailing.sms_allow_unsubscribe)

    def test_two_contacts_with_one_number_get_one_sms(self):
        self.people += self._make_people(self.yes)
        self.assertEqual(self._sent(self._mailing()), [self.yes])

    def _list_mailing(self):
        """A mailing to a list of two new members: one who approved, one who refused."""
        members = self.env["mailing.contact"].create(
            [{"name": "Bir", "mobile": self.yes}, {"name": "İki", "mobile": self.no}]
        )
        mailing_list = self.env["mailing.list"].create(
            {"name": "Liste", "contact_ids": members.ids}
        )
        mailing = self._mailing(
            mailing_model_id=self.env["ir.model"]._get_id("mailing.list"),
            contact_list_ids=mailing_list.ids,
            mailing_domain=repr([("list_ids", "in", mailing_list.ids)]),
        )
        return mailing, members

    def test_members_who_joined_a_moment_ago_are_judged_too(self):
        mailing, _members = self._list_mailing()
        self.assertEqual(self._sent(mailing), [self.yes])

    def test_who_opted_out_of_the_list_gets_nothing(self):
        mailing, members = self._list_mailing()
        members.invalidate_recordset(["subscription_ids"])
        members[0].subscription_ids.opt_out = True
        self.assertEqual(self._sent(mailing), [])

    def test_the_sample_of_a_test_is_drawn_from_who_may_get_it(self):
        approved = [f"+9053311122{serial:02}" for serial in range(10)]
        self._approve(*approved)
        self.people = self._make_people(*approved, self.no, self.new)
        mailing = self._mailing(ab_testing_enabled=True, ab_testing_pc=50)
        self.assertEqual(len(self._sent(mailing)), 5)

    def test_lots_do_not_tell_one_number_twice(self):
        """Two contacts of one number, in two lots."""
        mailing = self._mailing()
        twin = self._make_people(self.yes)
        with self.mockSMSGateway():
            mailing.action_send_sms(res_ids=self.people[0].ids)
            mailing.action_send_sms(res_ids=twin.ids)
        self.assertEqual(self.numbers_sent(), [self.yes])


@tagged("post_install", "-at_install")
class TestSmsMailingLots(IysSmsCase):
    """The work of a lot does not grow with the lots before it (G10)."""

    def test_a_later_lot_asks_no_more_than_the_first(self):
        numbers = [f"+90537000{serial:04}" for serial in range(90)]
        self._approve(*numbers)
        people = self._make_people(*numbers)
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "Kampanya",
                "mailing_type": "sms",
                "body_plaintext": "Büyük indirim",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "iys_brand_id": self.alpha.id,
            }
        )
        asked = [self._queries(mailing, people[n : n + 30]) for n in (0, 30, 60)]
        self.assertLessEqual(asked[2], asked[1])

    def _queries(self, mailing, people):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        mailing.action_send_sms(res_ids=people.ids)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
