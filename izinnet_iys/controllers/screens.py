"""The door every one of our screens passes: the web client reads its records here."""

from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.dataset import DataSet

from ..models.operations.iys_log_opened import OPENS


class Screens(DataSet):
    """Notes in the day log who opened our screens (L-8).

    Actions cannot tell it: the browser keeps them, and links of mails go without one.
    """

    @http.route()
    def call_kw(self, model, method, args, kwargs, path=None):
        """Override of `web`: note the first call of the day for a model of ours."""
        result = super().call_kw(model, method, args, kwargs, path=path)
        if model.startswith("iys.") and method in OPENS:
            context = kwargs.get("context") or {}
            companies = context.get("allowed_company_ids") or ()
            request.env["iys.log"]._note_opened(model, companies)
        return result
