"""The public page of a form: ``/izin/<token>``, light and without login (R-63)."""

import base64
import logging
import secrets

from markupsafe import Markup

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.izinnet_iys.models.form.form_taken import Answer
from odoo.addons.izinnet_iys.models.form.iys_confirmation import SECRET_BYTES

from .form_page_words import words_for
from .visitor_answer import boxes_of, clean, page_of

_logger = logging.getLogger(__name__)

HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self';"
        " form-action 'self';"
        " frame-ancestors 'none'; base-uri 'none'"
    ),
}
#: No session is kept, so there is nothing a foreign page could ride on: the signed version
#: is what only our own page knows, and a link of its own confirms the address (R-49).
ROUTE = {
    "type": "http",
    "auth": "public",
    "methods": ["GET", "POST"],
    "csrf": False,
    "save_session": False,
    "sitemap": False,
    "max_content_length": 64 * 1024,
}
LANGUAGES = ("tr", "en")
#: The smallest picture there is.
PIXEL = base64.b64decode("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==")
#: A field no person sees or fills in; its name only appeals to robots.
TRAP = "website_address"
PERSON = ("name", "email", "phone")


class IysFormPage(http.Controller):
    """GET shows and writes nothing; POST takes (R-47). Works without JavaScript."""

    @http.route("/izin/<string:token>", **ROUTE)
    def page(self, token, lang=None, **params):
        """Show the form of a link, or take what was sent with it."""
        # sudo: the token is public and names this one row
        point_sudo = request.env["iys.form.point"].sudo()._by_token(token)
        language = self._language(lang)
        if not point_sudo:
            return self._render("unknown", language, status=404)
        if request.httprequest.method == "POST":
            return self._take(point_sudo, language, clean(params))
        if not point_sudo._is_open():
            return self._render("closed", language, point_sudo)
        return self._show(point_sudo, language)

    @http.route(
        "/izin/<string:token>/seen.gif",
        **{**ROUTE, "methods": ["GET"]},
    )
    def seen(self, token, **_params):
        """Count that a page was really shown: robots and mail scanners load no pictures.

        Adds a row to be counted and nothing else; no consent, no visitor (R-47, R-63).
        The answer is the same for any token.
        """
        # sudo: the token is public and names this one row
        point_sudo = request.env["iys.form.point"].sudo()._by_token(token)
        request.env["iys.form.hit"]._note(point_sudo, "seen")
        headers = {**HEADERS, "Content-Type": "image/gif"}
        return request.make_response(PIXEL, headers=list(headers.items()))

    def _layout(self):
        """Return how the page looked, for the proof."""
        return "page"

    def _language(self, lang):
        wanted = request.httprequest.accept_languages.best_match(LANGUAGES)
        return lang if lang in LANGUAGES else wanted or LANGUAGES[0]

    def _show(self, point_sudo, language, typed=None, faults=None, version_sudo=None):
        """Show the version in use, or once more the one the visitor has seen."""
        version_sudo = version_sudo or point_sudo.form_id.version_id
        code = {"tr": "tr_TR", "en": "en_US"}[language]
        return self._render(
            "ask",
            language,
            point_sudo,
            status=422 if faults else 200,
            content=version_sudo._content_in(code),
            signed=version_sudo._signed(),
            code=code,
            pixel=f"/izin/{point_sudo.token}/seen.gif",
            # one a page, so two presses of it are one wish
            secret=(typed or {}).get("secret") or secrets.token_urlsafe(SECRET_BYTES),
            typed=typed or {},
            faults=faults or {},
        )

    def _take(self, point_sudo, language, values):
        """Hand the answer in; whatever comes of it the visitor is told (L-21, L-22)."""
        # sudo: the signature is the credential of who saw this version
        versions_sudo = request.env["iys.form.version"].sudo()
        version_sudo = versions_sudo._by_signed(values.get("version") or "")
        if version_sudo.form_id != point_sudo.form_id or values.get(TRAP):
            return self._render("closed", language, point_sudo)
        try:
            taken = self._hand_in(version_sudo, point_sudo, values)
        except UserError as error:
            request.env.cr.rollback()
            _logger.error("An answer could not be stored: %s", error)
            return self._render("failed", language, point_sudo, status=503)
        if taken.outcome == "faulty":
            return self._show(point_sudo, language, values, taken.faults, version_sudo)
        if taken.outcome == "again":
            return self._ask_twice(point_sudo, language, values, taken.stamp)
        if taken.code:
            return request.redirect(self._code_path(taken), code=303)
        content = version_sudo._content_in(values.get("language"))
        step = "confirm" if taken.confirm else taken.outcome
        return self._render(step, language, point_sudo, content=content)

    def _ask_twice(self, point_sudo, language, values, stamp):
        """Show a page that carries what was typed and asks for a second press (R-43)."""
        sent = {**values, "lang": language, "stamp": stamp}
        # sudo: visitors read no parameters
        seconds = request.env["iys.form.crowd"].sudo()._setting("crowd_seconds")
        return self._render(
            "press", language, point_sudo, sent=sent, seconds=seconds, status=200
        )

    def _code_path(self, taken):
        """Return the address of the page on which the codes are typed."""
        mail = "?mail=1" if "EPOSTA" in taken.confirm else ""
        return f"/iys/code/{taken.code}{mail}"

    def _hand_in(self, version_sudo, point_sudo, values):
        answer = Answer(
            **{name: values.get(name, "") for name in PERSON},
            boxes=boxes_of(values),
            extra={
                name[len("extra_") :]: text
                for name, text in values.items()
                if name.startswith("extra_")
            },
            page={
                **page_of(self._layout()),
                "language": values.get("language", "")[:10],
                "stamp": values.get("stamp", ""),
            },
            secret=values.get("secret", ""),
        )
        forms_sudo = request.env["iys.form"].sudo()  # visitors have no rights
        return forms_sudo._accept(version_sudo, point_sudo, answer)

    def _render(self, step, language, point_sudo=None, status=200, **values):
        words = words_for(language)
        values = {
            "step": step,
            "language": language,
            "other": LANGUAGES[1 - LANGUAGES.index(language)],
            "words": words,
            "brand": point_sudo.brand_id.name if point_sudo else "",
            "content": {},
            "faults": {},
            "kiosk": "",
            "sent": {},
            # the texts were cleaned when they were written and are shown as they were
            # frozen, letter by letter
            "as_frozen": Markup,
            **values,
        }
        values["fault_words"] = {
            name: words.get(key) or words["field"]
            for name, key in values["faults"].items()
        }
        html = request.env["ir.qweb"]._render("izinnet_iys_website.form_page", values)
        html = Markup("<!DOCTYPE html>\n") + html.strip()
        return request.make_response(html, headers=list(HEADERS.items()), status=status)
