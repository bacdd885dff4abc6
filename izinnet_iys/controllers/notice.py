"""The PDF of a consent text, for who may read the text."""

from odoo import http
from odoo.http import content_disposition, request


class IysNoticePdf(http.Controller):
    @http.route(
        "/iys/notice/<int:notice_id>/pdf",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def pdf(self, notice_id, **_params):
        """Show one text as PDF; 404 for who may not read it. Changes nothing."""
        notices = request.env["iys.notice"]
        if not notices.has_access("read"):
            raise request.not_found()
        notice = notices.search([("id", "=", notice_id)])
        if not notice:
            raise request.not_found()
        name = f"{notice.name}-v{notice.version}-{notice.language}.pdf"
        return request.make_response(
            notice._pdf(),
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", content_disposition(name, "inline")),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
