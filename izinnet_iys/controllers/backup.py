"""Download of a backup, by the ticket that the question for the reason gave (R-60)."""

from datetime import timedelta

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import Response, content_disposition, request

from ..backup_files.faults import BackupFault
from ..backup_files.seal import CHUNK

GROUP = "base.group_system"
LIFE = timedelta(minutes=10)


class IysBackupDownload(http.Controller):
    """Nothing in the address names a file: the ticket names a row, the row the file."""

    @http.route(
        "/iys/backup/<int:reason_id>", type="http", auth="user", methods=["GET"]
    )
    def download(self, reason_id, **_params):
        """Stream one backup; 404 unless its own user gave the reason just now."""
        backup = self._backup_of(reason_id)
        try:
            source, size = backup._folder_source()
        except (BackupFault, UserError):
            raise request.not_found() from None
        return Response(
            _pieces(source),
            direct_passthrough=True,
            headers=[
                ("Content-Type", "application/octet-stream"),
                ("Content-Length", str(size)),
                ("Content-Disposition", content_disposition(backup.name)),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )

    def _backup_of(self, reason_id):
        if not request.env.user.has_group(GROUP):
            raise request.not_found()
        ticket = request.env["iys.reason"].search([("id", "=", reason_id)])
        fresh = fields.Datetime.now() - LIFE
        given = ticket.confirmed_at and ticket.confirmed_at > fresh
        if not given or ticket.res_model != "iys.backup" or len(ticket.res_ids) != 1:
            raise request.not_found()
        return request.env["iys.backup"].search([("id", "in", ticket.res_ids)])


def _pieces(source):
    with source:
        while piece := source.read(CHUNK):
            yield piece
