"""Trying an account at İYS or at an SMS operator: asked by a button, made by a job."""

from odoo import api, fields, models


class IysConnectionTest(models.AbstractModel):
    """An account that can be tried, and how the last try ended.

    A model that has it brings ``_probe`` (good or not, and words for a person),
    ``_note_success``, and names its scheduled action and its sentence in the day log.
    """

    _name = "iys.connection.test"
    _description = "Account whose connection can be tested"

    #: XML id of the scheduled action that makes the tests.
    _test_cron = None
    #: The sentence of the day log; see ``iys_log_words``.
    _test_sentence = None

    test_state = fields.Selection(
        [("waiting", "Testing…"), ("good", "Connected"), ("bad", "Failed")],
        string="Connection test",
        readonly=True,
        copy=False,
    )
    test_message = fields.Text(readonly=True, copy=False)
    tested_at = fields.Datetime(readonly=True, copy=False)
    test_user_id = fields.Many2one("res.users", readonly=True, copy=False)

    def action_test_connection(self):
        """Ask a scheduled action to try the account (no HTTP here, R-4)."""
        self.check_access("write")
        self.sudo().write(  # sudo: readonly on the screen
            {
                "test_state": "waiting",
                "test_message": False,
                "test_user_id": self.env.uid,
            }
        )
        # sudo: whoever may change the account may have it tried
        self.env.ref(self._test_cron).sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "The connection is being tested. The result appears here in a few"
                    " seconds."
                ),
            },
        }

    @api.model
    def _cron_test_connection(self):
        """Run the connection tests people asked for."""
        for account in self.search([("test_state", "=", "waiting")]):
            # the answer is read by the person who asked
            lang = account.test_user_id.lang or self.env.lang
            account.with_context(lang=lang)._test_connection()
            self.env["ir.cron"]._commit_progress(1)

    def _test_connection(self):
        """Try one account, keep how it went and tell whoever asked."""
        self.ensure_one()
        good, message = self._probe()
        self.sudo().write(  # sudo: readonly on the screen
            {
                "test_state": "good" if good else "bad",
                "test_message": message,
                "tested_at": fields.Datetime.now(),
            }
        )
        if good:
            self._note_success()
        self.env["iys.log"]._add("setup", self._test_sentence, record=self)
        self.test_user_id._bus_send(
            "simple_notification",
            {
                "type": "success" if good else "danger",
                "title": self.name,
                "message": message,
                "sticky": not good,
            },
        )
