"""What the tests of website blocks share: a website of the tests' company."""

import json

from odoo.tests import HttpCase, tagged

from odoo.addons.izinnet_iys.tests.form_case import EMAIL, FormCase


@tagged("-at_install", "post_install")
class BlockCase(FormCase, HttpCase):
    """``website`` is the one that answers; ``confirming`` asks to confirm e-mails."""

    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: give the website to the company of the forms."""
        super().setUpClass()
        cls.website = cls.env["website"].search([], limit=1)
        cls.website.company_id = cls.company
        cls.website.user_id.company_ids |= cls.company
        cls.confirming = cls._make_form(channels=("EPOSTA",), confirms_address=True)

    def _content(self, point, **params):
        query = "&".join(f"{key}={value}" for key, value in params.items())
        return self.url_open(f"/iys/form/{point.token}/content?{query}").json()

    def _send(self, *types, form=None, point=None, **over):
        """Answer through the block with some channels ticked; returns the reply."""
        form = form or self.form
        values = {
            "version": form.version_id._signed(),
            "language": "tr_TR",
            "name": "Deneme Kişi",
            "email": EMAIL,
            "phone": self.phone,
            **{f"box_{self._box(form, type_)}": "1" for type_ in types},
            **over,
        }
        token = (point or form.point_ids[:1]).token
        path = f"/iys/form/{token}/answer"
        reply = self.make_jsonrpc_request(path, {"values": values})
        self._work()
        return reply

    def _crowd(self):
        """Let everybody stand in a crowd: no answer is below the limit."""
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("izinnet_iys.crowd_answers", "0")

    def _work(self):
        """Let the job record what visitors sent."""
        self.env.flush_all()
        self.env.ref("izinnet_iys.ir_cron_form_answer").method_direct_trigger()
        self.env.invalidate_all()

    def _ours(self, *types, form=None):
        """Return the values of ours that a foreign form sends along."""
        form = form or self.form
        return {
            "iys_point": form.point_ids[:1].token,
            "iys_version": form.version_id._signed(),
            "iys_language": "tr_TR",
            **{f"iys_box_{self._box(form, type_)}": "1" for type_ in types},
        }

    def _open_confirmations(self):
        return self.env["iys.confirmation"].search([("recipient", "=", EMAIL)])

    def _json(self, response):
        return json.loads(response.text)
