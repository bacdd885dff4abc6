"""The road of Odoo's newsletter boxes."""

from odoo import models
from odoo.http import request

from ..controllers.newsletter import subscribe

#: Named, not inherited: the addon that has it need not be installed.
NEWSLETTER = "/website_mass_mailing/subscribe"


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _dispatch(cls, endpoint):
        """Override of `base`: a newsletter box asks for a consent, it does not make one."""
        if NEWSLETTER not in endpoint.routing.get("routes", ()):
            return super()._dispatch(endpoint)
        join = super()._dispatch
        return subscribe(lambda: join(endpoint), **request.params)
