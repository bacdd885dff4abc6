"""Mailings reach whom they may and note whom they leave out."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .mailing_case import MailingCase, ThreePeople


class TestMailingSend(ThreePeople):
    """Sending from the queue and by hand."""

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
        # as bounces leave it: no refusal of the person
        self.env.cr.execute(
            "INSERT INTO mail_blacklist (email, active) VALUES (%s, TRUE)",
            [people[1].email],
        )
        mailing = self._make_mailing()
        mailing._action_send_mail()
        trace = self.env["mailing.trace"].search(
            [("mass_mailing_id", "=", mailing.id), ("res_id", "=", people[1].id)]
        )
        self.assertEqual(trace.failure_type, "mail_bl")

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
        member = self.env["mailing.contact"].create(
            {"name": "ayse", "email": person.email, "list_ids": mailing_list.ids}
        )
        member.subscription_ids.opt_out = True
        mailing = self._make_mailing(
            mailing_model_id=self.env["ir.model"]._get_id("mailing.list"),
            contact_list_ids=mailing_list.ids,
            mailing_domain=f"[('list_ids', 'in', {mailing_list.ids})]",
        )
        lot = mailing.with_context(iys_lot_emails=(person.email,))
        self.assertEqual(set(lot._get_opt_out_list()), {person.email})
