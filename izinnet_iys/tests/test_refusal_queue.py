"""From the link in one e-mail to the next e-mail that does not leave (L-14)."""

from odoo.tests import HttpCase, tagged

from .mail_case import ALSO, YES, MailCase


@tagged("-at_install", "post_install")
class TestRefusalQueue(MailCase, HttpCase):
    def _refuse_by_mail(self, to=YES):
        """Send an e-mail and press the mail program's unsubscribe button on it."""
        self._send(self._make_mail(to))
        (left,) = self._messages()
        url = left["List-Unsubscribe"].strip("<> ")
        return self.url_open(
            url.removeprefix(self.alpha.get_base_url()),
            data={"List-Unsubscribe": "One-Click"},
        )

    def test_what_waits_in_the_queue_does_not_leave_any_more(self):
        waiting = self._make_mail(YES)
        self._refuse_by_mail()
        self.assertEqual(self._send(waiting), [])
        self.assertEqual(
            (waiting.state, waiting.failure_type), ("cancel", "iys_refused")
        )

    def test_everybody_else_in_the_queue_gets_his(self):
        """Three in the queue, the middle one refuses."""
        self._approve("ucuncu@deneme.example.com")
        waiting = self.env["mail.mail"].concat(
            *[self._make_mail(to) for to in (ALSO, YES, "ucuncu@deneme.example.com")]
        )
        self._refuse_by_mail()
        self.assertEqual(self._send(waiting), [ALSO, "ucuncu@deneme.example.com"])

    def test_another_brand_s_mail_still_leaves(self):
        """L-44: the refusal is the brand's."""
        self._approve(YES, brand=self.beta)
        waiting = self._make_mail(YES, iys_brand_id=self.beta.id)
        self._refuse_by_mail()
        self.assertEqual(self._send(waiting), [YES])

    def test_an_entry_in_the_block_list_stops_the_queue_too(self):
        waiting = self._make_mail(YES)
        entries = self.as_role("manager", self.env["mail.blacklist"])
        entries.sudo().create({"email": YES})
        self.assertEqual(self._send(waiting), [])
