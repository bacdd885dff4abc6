"""The floor of every comparison."""

from odoo import http
from odoo.http import request


class EmptyController(http.Controller):
    """Takes a post as our pages do and answers with nothing."""

    @http.route(
        "/bench/empty",
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def empty(self, **_params):
        """Answer at once."""
        return request.make_response("")
