"""The roads of forms of other addons: newsletter boxes, registrations, the shop."""

from odoo import models
from odoo.http import request

from ..controllers.beside import kind_of, send_along
from ..controllers.newsletter import subscribe

#: Named, not inherited: the addon that has it need not be installed.
NEWSLETTER = "/website_mass_mailing/subscribe"


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _dispatch(cls, endpoint):
        """Override of `base`: a newsletter box asks for a consent, it does not make one;
        registrations and shop addresses may have boxes beside them."""
        go_on = super()._dispatch
        if NEWSLETTER in endpoint.routing.get("routes", ()):
            return subscribe(lambda: go_on(endpoint), **request.params)
        if kind := kind_of(endpoint):
            return send_along(kind, lambda: go_on(endpoint))
        return go_on(endpoint)
