"""The boxes inside forms of other addons: event registration and shop address.

Neither addon is needed: their routes are named, the boxes are put into their forms by
``consent_beside.js``, and what was ticked is taken once the form itself has gone through.
"""

import json

from odoo import http
from odoo.http import request

from .block import HEADERS, LOOK
from .block_words import words_for
from .visitor_answer import clean, pop_ours, take_beside

#: Kind of form → the field of `website` that names its consent form.
CHOICES = {"event": "iys_event_point_id", "shop": "iys_shop_point_id"}
#: Route of the form → kind.
ROUTES = {
    '/event/<model("event.event"):event>/registration/confirm': "event",
    "/shop/address/submit": "shop",
}
PERSON = ("name", "email", "phone")


class IysBeside(http.Controller):
    """GET tells which boxes a form gets; what is ticked comes with the form itself."""

    @http.route(
        "/iys/beside/<string:kind>/content",
        **LOOK,
    )
    def content(self, kind, lang="", **_params):
        """Return the texts of the form chosen for this kind; closed where none is."""
        block = {"state": "closed"}
        if choice := CHOICES.get(kind):
            website = request.website
            block = website._iys_block(website._iys_chosen_point(choice), lang)
            block["words"] = words_for(block.get("language") or lang)
        return request.make_json_response(block, headers=HEADERS)


def kind_of(endpoint):
    """Return the kind of form a route takes, None for all others."""
    routes = endpoint.routing.get("routes", ())
    return next((ROUTES[route] for route in routes if route in ROUTES), None)


def send_along(kind, go_on):
    """Let a form go its way, then take the boxes sent along with it (L-22).

    ``go_on()`` is the form's own way and decides the answer; our values are no part of
    it. A form that was not taken leaves no consent: the visitor sends it once more.
    """
    ours = clean(pop_ours(request.params))
    typed = clean(request.params)
    answer = go_on()
    if ours and _went_through(answer):
        person = {key: typed.get(ours.get(f"{key}_field", ""), "") for key in PERSON}
        take_beside(ours, kind, **person)
    return answer


def _went_through(answer):
    """Tell whether a form was taken: it leads on, and not to a page that says why not."""
    location = getattr(answer, "location", "") or _redirect_of(answer)
    return bool(location) and "error_code" not in location


def _redirect_of(answer):
    """Return where a JSON answer sends the browser, or ''."""
    text = answer if isinstance(answer, str) else getattr(answer, "data", b"")
    try:
        told = json.loads(text or "null")
    except ValueError:
        return ""
    return str(told.get("redirectUrl") or "") if isinstance(told, dict) else ""
