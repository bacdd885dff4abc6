"""A signed-in person asks about the own data (L-56); the log-in is the identity check."""

from markupsafe import Markup

from odoo import http
from odoo.http import request
from odoo.tools import plaintext2html

from .preference_words import words_for as language_for
from .refuse import HEADERS
from .subject_request_words import KINDS, WORDS

#: Characters of free text that are kept.
LONGEST = 4000


class IysSubjectRequestPage(http.Controller):
    """For users of any kind, portal users above all. Name and address are those of the
    account: nobody asks about somebody else's data here (R-48)."""

    @http.route("/iys/my-data", type="http", auth="user", methods=["GET", "POST"])
    def my_data(self, kind="", text="", **_params):
        """Show the page (GET) or take one request (POST, with a CSRF token)."""
        if request.httprequest.method != "POST":
            return self._page("ask")
        if kind not in KINDS:
            return self._page("ask", status=400)
        return self._page("taken", number=self._take(kind, str(text)[:LONGEST]).number)

    def _take(self, kind, text):
        """Store the request; an open one of the same kind of today is the same request."""
        partner = request.env.user.partner_id
        # sudo: portal users have no rights on requests; all they can do is make one
        requests_sudo = request.env["iys.subject.request"].sudo()
        known = requests_sudo.search(
            [
                ("create_uid", "=", request.env.uid),
                ("kind", "=", kind),
                ("state", "=", "new"),
            ],
            limit=1,
        )
        return known or requests_sudo.create(
            {
                "kind": kind,
                "channel": "portal",
                "identity": "login",
                "person_name": partner.name,
                "email": partner.email_normalized or request.env.user.login,
                "phone": partner.phone_sanitized or partner.phone,
                "request": plaintext2html(text) if text.strip() else False,
                "company_id": request.env.company.id,
                "responsible_id": False,
            }
        )

    def _page(self, step, status=200, **values):
        language = language_for(request.httprequest.accept_languages)[0]
        words = WORDS["tr" if language == "tr" else "en"]
        values |= {"step": step, "language": language, "words": words, "kinds": KINDS}
        values["csrf"] = request.csrf_token()
        values["company"] = request.env.company.name
        html = request.env["ir.qweb"]._render(
            "izinnet_iys.subject_request_page", values
        )
        html = Markup("<!DOCTYPE html>\n") + html.strip()
        return request.make_response(html, headers=list(HEADERS.items()), status=status)
