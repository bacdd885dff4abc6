"""Reading pushes: what is understood is done, what is not waits, nothing stops the rest."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .push_case import PushCase


@tagged("-at_install", "post_install")
class TestSmsEventRead(PushCase):
    def test_a_read_push_is_done_and_its_body_is_gone(self):
        job = self.send_job(self.yes)
        event = self.note(self.body_of_report(self.yes))
        self.run_sms("reports")
        self.assertEqual((event.state, self.ends(job)), ("done", ["delivered"]))
        self.cr.execute("SELECT body FROM iys_sms_event WHERE id = %s", [event.id])
        self.assertIsNone(self.cr.fetchone()[0])

    def test_a_report_before_the_answer_waits_and_is_read_then(self):
        """R-28"""
        job = self.send_job(self.yes, state="in_flight")
        event = self.note(self.body_of_report(self.yes))
        self.run_sms("reports")
        before = event.state
        job.sudo().state = "accepted"
        job.dispatch_ids.sudo().state = "accepted"
        with freeze_time(fields.Datetime.now() + timedelta(seconds=11)):
            self.run_sms("reports")
        self.assertEqual(
            (before, event.state, self.ends(job)), ("parked", "done", ["delivered"])
        )

    def test_a_parked_push_is_not_asked_at_every_run(self):
        event = self.note(self.body_of_report(self.yes, job_id=404))
        for _time in range(3):
            self.run_sms("reports")
        self.assertEqual(event.tries, 1)

    def test_after_72_hours_nothing_is_waited_for(self):
        event = self.note(self.body_of_report(self.yes, job_id=404))
        self.run_sms("reports")
        with freeze_time(fields.Datetime.now() + timedelta(hours=73)):
            self.run_sms("reports")
        self.assertEqual((event.state, bool(event.error)), ("done", True))

    def test_a_body_nobody_understands_waits_for_a_person(self):
        event = self.note(b"<html>+905321112201 kod 123456</html>")
        self.run_sms("reports")
        self.assertEqual(event.state, "faulty")
        self.assertIn("html", event.error)

    def test_the_preview_hides_numbers_and_codes(self):
        """L-61"""
        event = self.note(b"<html>+905321112201 kod 123456</html>")
        self.run_sms("reports")
        self.assertNotIn("1112201", event.error)
        self.assertNotIn("123456", event.error)

    def test_the_managers_are_told_once_of_many_faulty_pushes(self):
        for place in range(3):
            self.note(b"<html>%d</html>" % place)
        self.run_sms("reports")
        told = self.alpha.activity_ids.mapped("user_id.id")
        self.assertEqual(len(told), len(set(told)))
        self.assertIn(self.users["manager"].id, told)

    def test_a_faulty_push_in_the_middle_stops_nobody(self):
        job = self.send_job(self.yes, self.no)
        self.note(self.body_of_report(self.yes))
        self.note(b"<html></html>")
        self.note(self.body_of_report(self.no))
        self.run_sms("reports")
        self.assertEqual(self.ends(job), ["delivered"] * 2)

    def test_a_fault_of_ours_in_the_middle_stops_nobody(self):
        """One push raises what nobody foresaw; it is tried again, the others are done."""
        job = self.send_job(self.yes, self.no)
        self.note(self.body_of_report(self.yes))
        broken = self.note(self.body_of_report(self.new))
        self.cr.execute(
            "UPDATE iys_sms_event SET headers = '[1]' WHERE id = %s", [broken.id]
        )
        self.note(self.body_of_report(self.no))
        with mute_logger(
            "odoo.addons.izinnet_iys_sms.models.inbound.iys_sms_event_read"
        ):
            self.run_sms("reports")
        self.assertEqual(
            (self.ends(job), broken.state, broken.tries),
            (["delivered"] * 2, "new", 1),
        )

    def test_another_company_s_faulty_push_stops_nobody(self):
        other = self.other_gateway
        other.provider = "verimor"
        job = self.send_job(self.yes)
        faulty = self.note(b"<html></html>", gateway=other)
        self.note(self.body_of_report(self.yes))
        self.run_sms("reports")
        self.assertEqual((self.ends(job), faulty.state), (["delivered"], "faulty"))

    def test_old_pushes_are_dropped(self):
        """Done ones after eight days; what people wrote is not kept for ever either."""
        self.note(self.body_of_report(self.yes))
        self.note(b"<html></html>")
        self.run_sms("reports")
        self.cr.execute(
            "UPDATE iys_sms_event SET state = 'done' WHERE state = 'parked'"
        )
        events = self.env["iys.sms.event"].sudo()
        left = []
        for days in (9, 91):
            with freeze_time(fields.Datetime.now() + timedelta(days=days)):
                events._gc_done()
            left.append(events.search_count([]))
        self.assertEqual(left, [1, 0])

    def test_a_manager_may_have_it_read_again(self):
        event = self.note(b"<html></html>")
        self.run_sms("reports")
        self.as_role("manager", event).action_read_again()
        self.assertEqual(event.state, "new")

    def test_an_auditor_only_looks(self):
        event = self.note(b"<html></html>")
        with self.assertRaises(AccessError):
            self.as_role("auditor", event).action_read_again()

    def test_a_push_about_iys_wakes_the_pull(self):
        """It is unsigned: İYS itself is asked (iys-api.md §8.5)."""
        pull = self.env.ref("izinnet_iys.ir_cron_pull")
        domain = [("cron_id", "=", pull.id)]
        before = self.env["ir.cron.trigger"].search_count(domain)
        body = (
            b'{"iys_campaign_id": 5, "report_date": "2026-11-16", "source_addr": "X"}'
        )
        event = self.note(body, "iys")
        self.run_sms("texts")
        after = self.env["ir.cron.trigger"].search_count(domain)
        self.assertEqual((event.state, after > before), ("done", True))

    def test_a_citizen_s_refusal_in_a_push_blocks_until_iys_is_asked(self):
        """T-24: a push may only reduce; no RET is written for a person."""
        self.verimor.provider = "netgsm"
        body = (
            '{"iyscode": "600001", "brandcode": "700001", "type": "MESAJ",'
            ' "source": "IYS_WEB", "status": "RET", "recipient": "%s",'
            ' "consentdate": "2026-11-16 12:00:00", "recipienttype": "BIREYSEL"}'
        )
        self.note((body % self.yes).encode(), "iys")
        self.run_sms("texts")
        self.assertEqual((self.may_send(), len(self.rets())), (False, 0))
