"""The page for a code on a tablet: big type, and ready for the next visitor soon."""

from urllib.parse import quote

from odoo import http
from odoo.http import request

from odoo.addons.izinnet_iys.controllers.code import IysCodePage
from odoo.addons.izinnet_iys.controllers.refuse import HEADERS

from .form_page import ROUTE

#: Where the form of the kiosk is, before ``/code/…``.
MARK = "/kiosk/code/"
SCRIPT = "/izinnet_iys_website/static/src/kiosk/kiosk.js"
POLICY = HEADERS["Content-Security-Policy"] + "; script-src 'self'"


class IysKioskCode(IysCodePage):
    """The same page, codes and proof as on the visitor's own phone."""

    @http.route("/izin/<string:token>/kiosk/code/<string:secret>", **ROUTE)
    def kiosk_code(self, token, secret, **params):
        """Show or take the codes of a visitor of a kiosk."""
        return self.code(secret, **params)

    def _kiosk(self):
        """Return the address of the kiosk's empty form, '' on any other page."""
        head, found, _tail = request.httprequest.path.partition(MARK)
        return quote(f"{head}/kiosk") if found and head.startswith("/izin/") else ""

    def _path(self, secret):
        """Override of `izinnet_iys`: stay on the kiosk."""
        kiosk, path = self._kiosk(), super()._path(secret)
        return f"{kiosk}{path.removeprefix('/iys')}" if kiosk else path

    def _render(self, step, language, words, status=200, **values):
        """Override of `izinnet_iys`: the way to the next visitor, and its script."""
        if kiosk := self._kiosk():
            values = {**values, "kiosk": kiosk, "script": SCRIPT}
        answer = super()._render(step, language, words, status, **values)
        if kiosk:
            answer.headers["Content-Security-Policy"] = POLICY
        return answer
