"""Reports move rows forward only, in any order and number (R-28, sms.md trap 6)."""

import itertools
from datetime import datetime, timezone

from odoo.tests import tagged

from odoo.addons.izinnet_iys_sms.sms_gateways import Outcome

from .push_case import PushCase


@tagged("-at_install", "post_install")
class TestSmsDispatchReport(PushCase):
    def test_a_report_ends_its_row_and_no_other(self):
        job = self.send_job(self.yes, self.no)
        self.apply(self.report(self.yes))
        self.assertEqual(self.ends(job), ["delivered", False])

    def test_reports_in_every_order_end_alike(self):
        """R-28: delivered wins over every other end, nothing takes it back."""
        outcomes = (Outcome.PENDING, Outcome.DELIVERED, Outcome.EXPIRED)
        for place, order in enumerate(itertools.permutations(outcomes)):
            job = self.send_job(self.yes, job_ids=f"9{place}")
            for outcome in order:
                self.apply(self.report(self.yes, outcome, f"9{place}"))
            self.assertEqual(self.ends(job), ["delivered"], order)

    def test_of_one_body_the_strongest_word_counts(self):
        job = self.send_job(self.yes)
        self.apply(
            self.report(self.yes, Outcome.EXPIRED),
            self.report(self.yes),
            self.report(self.yes, Outcome.PENDING),
        )
        self.assertEqual(self.ends(job), ["delivered"])

    def test_the_first_of_two_failures_stays(self):
        job = self.send_job(self.yes)
        for outcome in (Outcome.REJECTED, Outcome.EXPIRED):
            self.apply(self.report(self.yes, outcome))
        self.assertEqual(self.ends(job), ["rejected"])

    def test_a_report_thrice_is_told_once(self):
        self.send_job(self.yes)
        trace = self._trace(self.yes)
        self.apply(*[self.report(self.yes, Outcome.EXPIRED)] * 3)
        told = trace.write_date
        self.apply(self.report(self.yes, Outcome.EXPIRED))
        self.assertEqual((trace.trace_status, trace.write_date), ("error", told))

    def test_a_request_in_hand_is_the_sender_s(self):
        """R-28, V-2: a report before the answer waits, the row is not touched."""
        job = self.send_job(self.yes, state="in_flight")
        early = self.report(self.yes, ref=job.dispatch_ids.ref)
        left = self.apply(early)
        self.assertEqual((left, self.ends(job)), ([early], [False]))

    def test_an_unknown_report_is_given_back(self):
        stray = self.report(self.yes, job_id="404")
        self.assertEqual(self.apply(stray), [stray])

    def test_another_account_s_job_is_not_ours(self):
        """T-24: two companies, one number of a job at two operators."""
        job = self.send_job(self.yes)
        self.apply(self.report(self.yes), gateway=self.other_gateway)
        self.assertEqual(self.ends(job), [False])

    def test_a_row_is_found_by_our_own_id(self):
        job = self.send_job(self.yes)
        ref = job.dispatch_ids.ref
        self.apply(self.report("+905000000000", job_id="1", ref=ref))
        self.assertEqual(self.ends(job), ["delivered"])

    def test_a_job_with_several_numbers_is_found_by_each(self):
        """Netgsm may give a list."""
        job = self.send_job(self.yes, job_ids="77 78")
        self.apply(self.report(self.yes, job_id="78"))
        self.assertEqual(self.ends(job), ["delivered"])

    def test_a_word_about_the_whole_job_ends_all_of_it(self):
        """Netgsm's 103, İleti Merkezi's 115"""
        job = self.send_job(self.yes, self.no)
        self.apply(self.report("", Outcome.NOT_DELIVERED))
        self.assertEqual(self.ends(job), ["not_delivered"] * 2)

    def test_a_request_is_done_with_its_last_row(self):
        job = self.send_job(self.yes, self.no)
        self.apply(self.report(self.yes))
        before = job.state
        self.apply(self.report(self.no, Outcome.EXPIRED))
        self.assertEqual((before, job.state), ("accepted", "done"))

    def test_a_report_proves_that_the_operator_has_an_unknown_request(self):
        """R-27"""
        job = self.send_job(self.yes, self.no, job_ids=False, state="unknown")
        row = job.dispatch_ids.filtered(lambda one: one.number == self.yes)
        self.apply(self.report(self.yes, ref=row.ref))
        self.assertEqual(
            (job.state, job.job_ids, set(job.dispatch_ids.mapped("state"))),
            ("accepted", "77", {"ended", "accepted"}),
        )

    def test_a_state_nobody_described_ends_nothing(self):
        job = self.send_job(self.yes)
        with self.assertLogs("odoo.addons.izinnet_iys_sms", "WARNING"):
            self.apply(self.report(self.yes, Outcome.UNKNOWN))
        self.assertEqual(self.ends(job), [False])

    def test_the_operator_s_words_are_kept(self):
        job = self.send_job(self.yes)
        at = datetime(2026, 11, 16, 9, tzinfo=timezone.utc)
        self.apply(self.report(self.yes, raw_error="101", parts=2, at=at))
        row = job.dispatch_ids
        self.assertEqual(
            (row.raw_status, row.raw_error, row.parts, row.at),
            ("DELIVERED", "101", 2, datetime(2026, 11, 16, 9)),
        )

    # === WHOM IT IS TOLD === #

    def _trace(self, number, status="pending"):
        """Make a trace of a mailing for the SMS to a number."""
        sms = self.env["sms.sms"].sudo().search([("number", "=", number)], limit=1)
        partner = self._make_partner(phone=number)
        trace = (
            self.env["mailing.trace"]
            .sudo()
            .create(
                {
                    "trace_type": "sms",
                    "model": "res.partner",
                    "res_id": partner.id,
                    "sms_number": number,
                    "trace_status": status,
                }
            )
        )
        self.env["sms.tracker"].sudo().create(
            {"sms_uuid": sms.uuid, "mailing_trace_id": trace.id}
        )
        return trace

    def _after(self, outcome, status="pending"):
        self.send_job(self.yes)
        trace = self._trace(self.yes, status)
        self.apply(self.report(self.yes, outcome))
        return trace.trace_status, trace.failure_type

    def test_a_delivered_sms_is_delivered_in_its_mailing(self):
        self.assertEqual(self._after(Outcome.DELIVERED), ("sent", False))

    def test_every_end_has_a_declared_reason(self):
        """sms.md trap 3: an undeclared one would undo everything."""
        for place, outcome in enumerate(one for one in Outcome if one.is_final):
            number = f"+90532111{3000 + place}"
            self.send_job(number, job_ids=f"8{place}")
            trace = self._trace(number)
            self.apply(self.report(number, outcome, f"8{place}"))
            known = dict(trace._fields["failure_type"]._description_selection(self.env))
            if outcome is not Outcome.DELIVERED:
                self.assertIn(trace.failure_type, known, outcome)

    def test_a_wrong_number_is_a_bounce(self):
        self.assertEqual(
            self._after(Outcome.INVALID_DESTINATION),
            ("bounce", "sms_invalid_destination"),
        )

    def test_who_opened_the_link_stays_further_than_a_report(self):
        """sms.md trap 6: core sets an opened trace back to delivered."""
        self.assertEqual(self._after(Outcome.DELIVERED, "open")[0], "open")

    def test_the_message_log_shows_the_delivery(self):
        job = self.send_job(self.yes)
        uuid = job.dispatch_ids.sms_uuid
        self.env["iys.message"]._log_sent(
            [
                {
                    "type": "MESAJ",
                    "message_class": "COMMERCIAL",
                    "recipient": self.yes,
                    "message_ref": uuid,
                }
            ]
        )
        message = self.env["iys.message"].search([("message_ref", "=", uuid)])
        before = message.iys_sms_delivery
        self.apply(self.report(self.yes))
        self.assertEqual((before, message.iys_sms_delivery), ("accepted", "delivered"))

    def test_no_credit_pauses_the_account(self):
        """sms.md §9.3"""
        self.send_job(self.yes)
        self.apply(self.report(self.yes, Outcome.CREDIT))
        self.assertEqual(self.verimor.pause_reason, "credit")
