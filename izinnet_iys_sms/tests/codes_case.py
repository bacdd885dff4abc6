"""What the tests of codes share: an account that may send, a form that confirms phones."""

import re
import secrets

from odoo.addons.izinnet_iys.tests.form_case import FormCase

IP = "192.0.2.7"


class CodesCase(FormCase):
    """``asking`` is a form of alpha that confirms addresses; alpha's company has an account
    ``gateway`` with an approved title. ``secret`` is a browser's.

    Each test runs as a server does: other cursors see its work.
    """

    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: connect the company to an operator."""
        super().setUpClass()
        cls.gateway = cls._connect(cls.company)
        cls.asking = cls._make_form(confirms_address=True)
        cls.secret = cls._fresh_secret()
        if not cls._registry_patched:
            cls.registry_enter_test_mode_cls()

    def setUp(self):
        """Override of `odoo.tests`: no browser was led anywhere yet."""
        super().setUp()
        self.pages = {}

    @classmethod
    def _connect(cls, company, **over):
        gateway = cls.env["iys.sms.gateway"].create(
            {"name": "Deneme", "company_id": company.id, "provider": "fake", **over}
        )
        cls.env["iys.sms.title"].create(
            {"name": "DENEME", "gateway_id": gateway.id, "state": "approved"}
        )
        company.iys_sms_gateway_id = gateway
        return gateway

    @classmethod
    def _fresh_secret(cls):
        return secrets.token_urlsafe(24)

    def _accept(self, *types, form=None, secret=None, point=None, **over):
        """Hand an answer in as the form's own page does."""
        form = form or self.asking
        answer = self._answer(*types, form=form, secret=secret or self.secret, **over)
        forms = self.env["iys.form"].sudo()
        taken = forms._accept(form.version_id, point or form.point_ids[:1], answer)
        self.pages[answer.secret] = taken.code
        return taken

    def _page(self, secret=None):
        """Return the secret of the page a browser was led to."""
        secret = secret or self.secret
        return self.pages.get(secret) or secret

    def _look(self, secret=None):
        """Return what the page shows."""
        return self.env["iys.code"].sudo()._look(self._page(secret))

    def _texts(self):
        """Return the bodies of the SMS with codes, oldest first."""
        sms = self.env["sms.sms"].search(
            [("iys_message_class", "=", "OTP")], order="id"
        )
        return sms.mapped("body")

    def _codes(self, number=-1):
        """Return the codes in an SMS: the newest one's."""
        return re.findall(r"(?<!\d)\d{6}(?!\d)", self._texts()[number])

    def _asked(self, secret=None):
        return self.env["iys.confirmation"]._of_browser(self._page(secret))

    def _enter(self, secret=None, **typed):
        """Type codes, ``confirm_mesaj="123456"``; returns the page's note."""
        codes = self.env["iys.code"].sudo()
        return codes._enter(self._page(secret), typed, {"ip": IP})

    def _again(self, secret=None):
        codes = self.env["iys.code"].sudo()
        return codes._send_again(self._page(secret), {"ip": IP})

    def _wrong(self, code):
        return f"{(int(code) + 1) % 10**6:06d}"
