"""Mailings reach whom they may, note whom they leave out, and wait when they have to."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .mailing_case import MailingCase


class TestMailingSend(MailingCase):
    """Sending from the queue, by hand, again and as an A/B test."""

    @classmethod
    def setUpClass(cls):
        """Override of `MailingCase`: one who approved, one who refused, one silent."""
        super().setUpClass()
        cls.ayse, cls.bora, cls.can = cls._make_people("ayse", "bora", "can")
        cls._say("ONAY", cls.ayse)
        cls.refusal = cls._say("RET", cls.bora)
        cls.queue = cls.env.ref("mass_mailing.ir_cron_mass_mailing_queue")

    def _mails(self, mailing):
        return self.env["mail.mail"].search([("mailing_id", "=", mailing.id)])

    def _send(self, mailing=None, **over):
        mailing = mailing or self._make_mailing(**over)
        mailing._action_send_mail()
        return mailing

    def test_only_who_approved_gets_the_mailing(self):
        """R-25: the refused and the silent one get nothing."""
        mailing = self._send()
        self.assertEqual(self._mails(mailing).mailing_trace_ids.res_id, self.ayse.id)

    def test_everybody_left_out_is_noted_with_the_reason(self):
        """L-64: nothing is silently dropped."""
        traces = self._traces(self._send())
        self.assertEqual(traces[self.bora.id], ("cancel", "refused"))
        self.assertEqual(traces[self.can.id], ("cancel", "no_consent"))

    def test_the_trace_of_a_refusal_names_the_refusal(self):
        mailing = self._send()
        trace = self.env["mailing.trace"].search(
            [("mass_mailing_id", "=", mailing.id), ("res_id", "=", self.bora.id)]
        )
        self.assertEqual(trace.iys_consent_id, self.refusal)
        self.assertEqual(trace.failure_type, "iys_refused")
        self.assertEqual(trace.email, self.bora.email)

    def test_the_statistics_count_who_was_left_out(self):
        mailing = self._send()
        self.assertEqual((mailing.expected, mailing.canceled), (3, 2))

    def test_nobody_is_noted_twice(self):
        mailing = self._send()
        mailing._iys_leave_out()
        self.assertEqual(len(self._traces(mailing)), 3)
        self.assertEqual(mailing.expected, 3)

    def test_who_is_left_out_is_not_even_prepared(self):
        """The composer only meets those who may get it."""
        mailing = self._make_mailing()
        self.assertEqual(mailing._iys_admitted(), self.ayse.ids)

    def test_chosen_recipients_pass_the_gate_too(self):
        mailing = self._make_mailing()
        mailing.action_send_mail((self.ayse | self.bora).ids)
        self.assertEqual(self._traces(mailing)[self.bora.id], ("cancel", "refused"))
        self.assertEqual(len(self._mails(mailing)), 1)

    def test_a_mailing_nobody_may_get_ends_without_an_error(self):
        mailing = self._send(mailing_domain=f"[('id', '=', {self.bora.id})]")
        self.assertEqual(mailing.state, "done")
        self.assertEqual(self._traces(mailing), {self.bora.id: ("cancel", "refused")})

    def test_a_mailing_to_no_record_says_what_odoo_says(self):
        mailing = self._make_mailing(mailing_domain="[('id', '=', 0)]")
        with self.assertRaisesRegex(UserError, "no recipients"):
            mailing._action_send_mail()

    def test_the_queue_ends_a_mailing_nobody_may_get(self):
        mailing = self._make_mailing(
            mailing_domain=f"[('id', '=', {self.bora.id})]", state="in_queue"
        )
        self._run_queue()
        self.assertEqual(mailing.state, "done")
        self.assertEqual(self._traces(mailing)[self.bora.id], ("cancel", "refused"))

    def test_one_company_s_mailing_asks_for_that_company_s_brand(self):
        """L-6: an approval for one brand opens nothing at another."""
        mailing = self._send(iys_brand_id=self.beta.id)
        self.assertEqual(self._traces(mailing)[self.ayse.id], ("cancel", "no_consent"))

    def test_an_emergency_stop_cancels_for_everybody(self):
        self.alpha.emergency_stop = True
        mailing = self._send()
        self.assertEqual(set(self._traces(mailing).values()), {("cancel", "stopped")})
        self.assertFalse(self._mails(mailing))

    def test_a_brand_without_identity_sends_nothing(self):
        """L-41: what cannot say who writes does not leave."""
        self.alpha.mersis = False
        traces = self._traces(self._send())
        self.assertEqual(traces[self.ayse.id], ("cancel", "content"))
        self.assertEqual(traces[self.bora.id], ("cancel", "refused"))

    def test_a_person_is_told_before_queueing_what_stops_everything(self):
        self.alpha.mersis = False
        mailing = self._make_mailing().with_user(self.users["author"])
        with self.assertRaisesRegex(UserError, "Complete the brand"):
            mailing.action_launch()

    # === WAITING === #

    def test_a_stale_line_to_iys_keeps_the_mailing_in_the_queue(self):
        """L-15: nothing is cancelled, nothing is lost."""
        self.alpha.last_good_pull = self._now() - timedelta(hours=30)
        mailing = self._send(state="in_queue")
        self.assertEqual((mailing.state, mailing.iys_wait_rule), ("in_queue", "stale"))
        self.assertFalse(self._traces(mailing))

    def test_a_waiting_mailing_leaves_when_the_line_is_back(self):
        self.alpha.last_good_pull = self._now() - timedelta(hours=30)
        mailing = self._send(state="in_queue")
        self.alpha.last_good_pull = self._now()
        self._run_queue()
        self.assertEqual((mailing.state, mailing.iys_wait_rule), ("done", False))
        self.assertEqual(len(self._mails(mailing)), 1)

    def test_a_waiting_mailing_is_asked_again_by_the_queue(self):
        self.alpha.last_good_pull = False
        mailing = self._send(state="in_queue")
        triggers = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", self.queue.id), ("call_at", "=", mailing.iys_wait_until)]
        )
        self.assertTrue(triggers)

    def test_the_queue_does_not_end_a_waiting_mailing_nobody_may_get(self):
        """Who approves before the line is back still gets it."""
        self.alpha.last_good_pull = False
        mailing = self._make_mailing(
            mailing_domain=f"[('id', '=', {self.can.id})]", state="in_queue"
        )
        self._run_queue()
        self.assertEqual(mailing.state, "in_queue")
        self.assertFalse(self._traces(mailing))

    def test_quiet_hours_defer_the_mailing_to_their_end(self):
        """L-48."""
        now = self._now() + timedelta(hours=3)
        hour = now.hour + now.minute / 60
        self.alpha.iys_quiet_start = (hour - 1) % 24
        self.alpha.iys_quiet_end = (hour + 1) % 24
        mailing = self._send(state="in_queue")
        self.assertEqual(mailing.iys_wait_rule, "quiet_hours")
        wait = mailing.iys_wait_until - self._now()
        self.assertLess(abs(wait - timedelta(hours=1)), timedelta(minutes=2))

    def test_an_informational_mailing_does_not_wait(self):
        """L-38: what needs no approval does not wait for İYS either."""
        self.alpha.last_good_pull = False
        mailing = self._send(
            iys_message_class="INFORMATIONAL", iys_class_reason="delivery"
        )
        self.assertEqual(len(self._mails(mailing)), 3)

    # === AGAIN === #

    def test_retrying_asks_the_gate_again(self):
        """R-26: a refusal that came since is obeyed."""
        mailing = self._send()
        self._mails(mailing).write({"state": "exception"})
        self._say("RET", self.ayse, minutes=1)
        mailing.action_retry_failed()
        self._run_queue()
        self.assertFalse(self._mails(mailing))
        self.assertEqual(self._traces(mailing)[self.ayse.id], ("cancel", "refused"))

    def test_a_version_of_a_test_is_drawn_from_who_may_get_it(self):
        people = self._make_people(*(f"kisi{number}" for number in range(20)))
        self._say("ONAY", *people[:10])
        mailing = self._send(**self._ab_values(50))
        self.assertEqual(len(self._mails(mailing)), 5)
        self.assertLessEqual(
            set(self._traces(mailing)), set((people[:10] | self.ayse).ids)
        )

    def test_the_winner_asks_again_and_notes_who_is_left_out(self):
        people = self._make_people(*(f"kisi{number}" for number in range(4)))
        self._say("ONAY", *people)
        version = self._send(**self._ab_values(40))
        got = set(self._traces(version))
        refused = next(p for p in people if p.id not in got)
        self._say("RET", refused, minutes=1)
        version.action_select_as_winner()
        winner = version.campaign_id.ab_testing_winner_mailing_id
        winner._action_send_mail()
        traces = self._traces(winner)
        self.assertEqual(traces[refused.id], ("cancel", "refused"))
        self.assertEqual(traces[self.bora.id], ("cancel", "refused"))
        self.assertFalse(got & set(traces), "nobody is told of twice")

    def test_a_version_nobody_may_get_ends_without_an_error(self):
        mailing = self._make_mailing(
            mailing_domain=f"[('id', '=', {self.bora.id})]",
            state="in_queue",
            **self._ab_values(50),
        )
        self._run_queue()
        self.assertEqual(mailing.state, "done")

    def _ab_values(self, percent):
        campaign = self.env["utm.campaign"].create({"name": "Deneme"})
        return {
            "campaign_id": campaign.id,
            "ab_testing_enabled": True,
            "ab_testing_pc": percent,
        }

    def _run_queue(self):
        with self.enter_registry_test_mode():
            self.queue.method_direct_trigger()
        self.env.invalidate_all()

    # === OTHER MODELS, MANY COMPANIES === #

    def test_members_of_a_mailing_list_are_asked_by_their_address(self):
        """Joining a list is no consent (V-11)."""
        mailing_list = self.env["mailing.list"].create({"name": "Bülten"})
        members = self.env["mailing.contact"].create(
            [
                {"name": p.name, "email": p.email, "list_ids": mailing_list.ids}
                for p in (self.ayse, self.bora, self.can)
            ]
        )
        mailing = self._send(
            mailing_model_id=self.env["ir.model"]._get_id("mailing.list"),
            contact_list_ids=mailing_list.ids,
            mailing_domain=f"[('list_ids', 'in', {mailing_list.ids})]",
        )
        self.assertEqual(self._mails(mailing).mailing_trace_ids.res_id, members[0].id)
        self.assertEqual(self._traces(mailing)[members[1].id], ("cancel", "refused"))

    def test_what_was_sent_cannot_be_deleted(self):
        """Links and proof live on (L-34)."""
        mailing = self._send()
        self._mails(mailing).mailing_trace_ids.set_sent()
        with self.assertRaisesRegex(UserError, "archive"):
            mailing.unlink()

    def test_a_draft_can_be_deleted(self):
        mailing = self._make_mailing()
        mailing.unlink()
        self.assertFalse(mailing.exists())

    def test_the_label_and_the_terms_become_part_of_the_mail(self):
        """L-42."""
        mailing = self._send(
            subject="Yaz geldi",
            iys_nature_label="KAMPANYA",
            iys_valid_until=fields.Date.to_date("2026-08-31"),
            iys_conditions="https://deneme.example.com/kosul",
        )
        mail = self._mails(mailing)
        self.assertEqual(mail.subject, "KAMPANYA: Yaz geldi")
        self.assertIn("https://deneme.example.com/kosul", mail.body_html)


@tagged("post_install", "-at_install")
class TestMailingSendLots(MailingCase):
    """What the composer asks for each lot gives what Odoo's own questions give."""

    def test_two_contacts_of_one_address_get_one_mail(self):
        twins = self._make_people("ikiz", "ikiz2")
        twins.write({"email": "ikiz@deneme.example.com"})
        self._say("ONAY", twins[0])
        mailing = self._make_mailing()
        mailing._action_send_mail()
        states = sorted(state for state, _rule in self._traces(mailing).values())
        self.assertEqual(states, ["cancel", "outgoing"])

    def test_an_address_of_the_block_list_stays_out(self):
        people = self._make_people("ayse", "bora")
        self._say("ONAY", *people)
        self.env["mail.blacklist"].create({"email": people[1].email})
        self._say("ONAY", people[1], minutes=0)
        mailing = self._make_mailing()
        mailing._action_send_mail()
        self.assertEqual(self._traces(mailing)[people[1].id][0], "cancel")

    def test_an_address_reached_in_an_earlier_lot_is_not_written_to_again(self):
        self.env["ir.config_parameter"].set_param("mail.batch_size", "1")
        twins = self._make_people("ikiz", "ikiz2")
        twins.write({"email": "ikiz@deneme.example.com"})
        self._say("ONAY", twins[0])
        mailing = self._make_mailing()
        mailing._action_send_mail()
        mails = self.env["mail.mail"].search([("mailing_id", "=", mailing.id)])
        self.assertEqual(len(mails), 1)

    def test_who_left_the_list_stays_out(self):
        mailing_list = self.env["mailing.list"].create({"name": "Bülten"})
        person = self._make_people("ayse")
        self._say("ONAY", person)
        member = self.env["mailing.contact"].create(
            {"name": "ayse", "email": person.email, "list_ids": mailing_list.ids}
        )
        member.subscription_ids.opt_out = True
        self._say("ONAY", person, minutes=0)
        mailing = self._make_mailing(
            mailing_model_id=self.env["ir.model"]._get_id("mailing.list"),
            contact_list_ids=mailing_list.ids,
            mailing_domain=f"[('list_ids', 'in', {mailing_list.ids})]",
        )
        lot = mailing.with_context(iys_lot_emails=(person.email,))
        self.assertEqual(set(lot._get_opt_out_list()), {person.email})
