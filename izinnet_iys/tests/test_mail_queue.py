"""Mails that wait, and the queue that comes back for them."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .mail_case import ALSO, NO, YES, MailCase


@tagged("post_install", "-at_install")
class TestMailQueue(MailCase):
    """Waiting is no failure: nothing is lost, nothing is asked without pause."""

    def _make_stale(self):
        self.alpha.last_good_pull = self._now() - timedelta(hours=25)

    def _triggers(self):
        cron = self.env.ref("mail.ir_cron_mail_scheduler_action")
        return self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])

    def _run_queue(self):
        with self.mock_smtplib_connection():
            self.env["mail.mail"].process_email_queue()
        return self._reached()

    def test_a_mail_waits_while_the_update_is_too_old(self):
        """L-15."""
        self._make_stale()
        mail = self._make_mail(YES)
        self.assertEqual(self._send(mail), [])
        self.assertEqual((mail.state, mail.failure_type), ("outgoing", False))
        self.assertGreater(mail.scheduled_date, self._now())
        self.assertEqual(mail.iys_rule, "stale")

    def test_a_waiting_mail_leaves_when_it_may(self):
        self._make_stale()
        mail = self._make_mail(YES)
        self._send(mail)
        self.alpha.last_good_pull = self._now()
        mail.scheduled_date = self._now()
        self.assertEqual(self._run_queue(), [YES])

    def test_a_refused_mail_does_not_wait(self):
        self._make_stale()
        mail = self._make_mail(NO)
        self._send(mail)
        self.assertEqual(mail.state, "cancel")

    def test_quiet_hours_wait_for_their_end(self):
        """L-48."""
        self.alpha.write({"iys_quiet_start": 20.0, "iys_quiet_end": 9.0})
        mail = self._make_mail(YES)
        with freeze_time("2026-11-20 20:00:00"):
            self.alpha.last_good_pull = datetime(2026, 11, 20, 19, 0)
            self._send(mail)
        self.assertEqual(mail.scheduled_date, datetime(2026, 11, 21, 6, 0))

    def test_the_queue_is_woken_when_a_wait_ends(self):
        self._make_stale()
        mail = self._make_mail(YES)
        self._send(mail)
        self.assertIn(mail.scheduled_date, self._triggers().mapped("call_at"))

    def test_waiting_mails_do_not_make_the_queue_spin(self):
        self._make_stale()
        self._make_mail(YES)
        self._run_queue()
        self._triggers().unlink()
        self._run_queue()
        self.assertFalse(self._triggers())

    def test_the_queue_comes_back_while_more_is_left(self):
        """odoo19.md rule 5: `mail` sends one lot an hour."""
        self.env["ir.config_parameter"].set_param("mail.mail.queue.batch.size", 1)
        self._make_mail(YES)
        self._make_mail(ALSO)
        self._run_queue()
        self.assertTrue(self._triggers())
        self._run_queue()
        self.assertEqual(len(self._logged(YES, ALSO)), 2)

    def test_the_queue_rests_when_all_is_sent(self):
        self._make_mail(YES)
        self._run_queue()
        self.assertFalse(self._triggers())

    def test_nothing_but_the_stop_keeps_a_released_message(self):
        self._make_stale()
        mail = self._make_mail(
            NO, iys_message_class="INFORMATIONAL", iys_is_released=True
        )
        self.alpha.emergency_stop = True
        self._send(mail)
        self.assertEqual(mail.failure_type, "iys_stopped")
