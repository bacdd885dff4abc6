"""What the consent block on a page needs: the texts of now, and a place to answer."""

import logging
import secrets

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import str2bool

from odoo.addons.izinnet_iys.models.form.iys_confirmation import SECRET_BYTES

from .block_words import words_for
from .visitor_answer import clean, take

_logger = logging.getLogger(__name__)

#: Pages are cached for an hour, so what may change is fetched by the block.
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
#: A look: GET without a session, so that pages stay in caches.
LOOK = {
    "type": "http",
    "auth": "public",
    "methods": ["GET"],
    "website": True,
    "multilang": False,
    "readonly": True,
    "sitemap": False,
    "save_session": False,
}
ADDRESS_FIELDS = ("name", "email", "phone")
#: A field no person sees or fills in; its name only appeals to robots.
TRAP = "website_address"


class IysBlock(http.Controller):
    """GET tells, POST acts. Only forms of this website's company answer."""

    @http.route(
        "/iys/form/<string:token>/content",
        **LOOK,
    )
    def content(self, token, lang="", **_params):
        """Return the texts of the published version as JSON, in the page's language."""
        website = request.website
        block = website._iys_block(website._iys_point(token), lang)
        block["words"] = words_for(block.get("language") or lang)
        return request.make_json_response(block, headers=HEADERS)

    @http.route(
        "/iys/form/<string:token>/answer",
        type="jsonrpc",
        auth="public",
        website=True,
        multilang=False,
        captcha="iys_consent",
        sitemap=False,
        max_content_length=64 * 1024,
    )
    def answer(self, token, values=None, **_params):
        """Take what a visitor sent; returns {outcome, message, faults}.

        ``faults`` are the names of fields to correct, with a text each.
        """
        values = {**clean(values), "point": token}
        values["secret"] = secrets.token_urlsafe(SECRET_BYTES)
        words = words_for(values.get("language"))
        if values.get(TRAP):
            return {"outcome": "nothing", "message": words["nothing"], "faults": {}}
        try:
            with request.env.cr.savepoint():
                taken = self._take(values)
        except UserError as error:
            _logger.error("An answer could not be stored: %s", error)
            return {"outcome": "failed", "message": words["failed"], "faults": {}}
        return self._reply(taken, words)

    def _take(self, values):
        """Take the answer in; whoever solved a captcha is not asked twice (R-43)."""
        person = {name: values.get(name, "") for name in ADDRESS_FIELDS}
        extra = {
            name[len("extra_") :]: value
            for name, value in values.items()
            if name.startswith("extra_") and value
        }
        layout = values.get("layout") or "block"
        is_proved = _captcha_was_asked()
        return take(values, layout[:20], is_proved=is_proved, extra=extra, **person)

    def _reply(self, taken, words):
        waits = taken.outcome == "taken" and taken.confirm
        key = "confirm" if waits else taken.outcome
        key = "code" if taken.code else key
        key = taken.faults.get("boxes", key)  # no field on the page has this name
        return {
            "outcome": taken.outcome,
            "waits": bool(waits),
            "stamp": taken.stamp,
            "code_url": f"/iys/code/{taken.code}" if taken.code else "",
            "message": words.get(key) or words["failed"],
            "faults": {
                name: words.get(fault, words["field"])
                for name, fault in taken.faults.items()
            },
        }


def _captcha_was_asked():
    """Tell whether this website has a captcha, which the route then has checked."""
    # sudo: visitors read no parameters
    parameters_sudo = request.env["ir.config_parameter"].sudo()
    if parameters_sudo.get_param("cf.turnstile_secret_key"):
        return True
    is_on = str2bool(parameters_sudo.get_param("enable_recaptcha", "True"), True)
    return is_on and bool(parameters_sudo.get_param("recaptcha_private_key"))
