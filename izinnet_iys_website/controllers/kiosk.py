"""Kiosk: the public page in big type that makes itself ready for the next visitor."""

from urllib.parse import quote

from odoo import http
from odoo.http import request

from .form_page import HEADERS, ROUTE, IysFormPage

#: The only script of our pages: it empties the form when nobody stands there any more.
POLICY = HEADERS["Content-Security-Policy"] + "; script-src 'self'"


class IysKiosk(IysFormPage):
    """The same page, answers and proof as the link's own; another layout."""

    @http.route("/izin/<string:token>/kiosk", **ROUTE)
    def kiosk(self, token, lang=None, **params):
        """Show or take the form of a link on a tablet that many people use."""
        return self.page(token, lang, **params)

    @http.route("/izin/<string:token>/kiosk/leave", **ROUTE)
    def leave_kiosk(self, token, pin="", lang=None, **_params):
        """Ask for the PIN; the right one leads to the log-in page and nowhere else."""
        # sudo: the token is public and names this one row
        point_sudo = request.env["iys.form.point"].sudo()._by_token(token)
        language = self._language(lang)
        if not point_sudo:
            return self._render("unknown", language, status=404)
        posted = request.httprequest.method == "POST"
        if posted and point_sudo._lets_out(pin):
            return request.redirect("/web/login", 303)
        return self._render("leave", language, point_sudo, wrong=posted)

    def _kiosk(self):
        """Return the address of the kiosk's empty form, '' on any other page."""
        path = request.httprequest.path
        head, found, tail = path.partition("/kiosk")
        return quote(head + found) if found and tail in ("", "/leave") else ""

    def _code_path(self, taken):
        """Override of `izinnet_iys_website`: the code is typed on the tablet, too."""
        kiosk, path = self._kiosk(), super()._code_path(taken)
        return f"{kiosk}{path.removeprefix('/iys')}" if kiosk else path

    def _layout(self):
        """Override of `izinnet_iys_website`: the proof tells of the kiosk."""
        return "kiosk" if self._kiosk() else super()._layout()

    def _render(self, step, language, point_sudo=None, status=200, **values):
        """Override of `izinnet_iys_website`: big type, and a script of its own."""
        kiosk = self._kiosk()
        answer = super()._render(
            step, language, point_sudo, status, kiosk=kiosk, **values
        )
        if kiosk:
            answer.headers["Content-Security-Policy"] = POLICY
        return answer
