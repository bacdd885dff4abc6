"""A page for uploading large lists: one plain form, streamed to disk by the server."""

from odoo import http
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.http import request

from ..spreadsheets.guard import Limits

GROUP = "izinnet_iys.group_manager"


class IysImportUpload(http.Controller):
    """The Binary field of the form carries a file through JSON, three times in memory;
    above some MB this page is the better door. Same job, same checks."""

    @http.route("/iys/import", type="http", auth="user", methods=["GET"])
    def show(self, **_params):
        """Show the upload form; 404 for everybody but the consent manager."""
        return self._page()

    def _page(self, message=""):
        self._check_manager()
        return request.render(
            "izinnet_iys.iys_import_upload",
            {"brands": request.env["iys.brand"].search([]), "message": message},
        )

    @http.route(
        "/iys/import/upload",
        type="http",
        auth="user",
        methods=["POST"],
        max_content_length=Limits().file_size + 1024 * 1024,
    )
    def upload(self, brand_id="", file=None, **_params):
        """Take one file (multipart, CSRF token needed) and open its import.

        A file that cannot be read comes back to the form with cause and cure.
        """
        self._check_manager()
        if not file or not brand_id.isdigit():
            return self._page(request.env._("Choose a brand and a file."))
        try:
            job = request.env["iys.import"]._create_from_upload(int(brand_id), file)
        except (UserError, ValidationError, AccessError) as error:
            request.env.cr.rollback()
            return self._page(str(error))
        action = request.env.ref("izinnet_iys.iys_import_action").id
        return request.redirect(f"/odoo/action-{action}/{job.id}")

    def _check_manager(self):
        if not request.env.user.has_group(GROUP):
            raise request.not_found()
