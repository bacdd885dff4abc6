"""From a plan to its target and key."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from odoo import models, tools

from ...backup_files.faults import BackupFault
from ...backup_files.folder import FolderTarget
from ...backup_files.key import read_key
from ...backup_files.postgres import Server
from ...backup_files.s3 import S3Place, S3Target
from ...backup_files.s3_signature import Credentials
from ...backup_files.sftp import SftpPlace, SftpTarget
from ..sync.iys_address import ALLOW_LIST


class IysBackupPlan(models.Model):
    _inherit = "iys.backup.plan"

    def _key(self):
        """Return the key's bytes; raises BackupFault.

        It may lie neither in the data folder, which is copied with the server, nor in
        the target, nor in an addon.
        """
        self.ensure_one()
        forbidden = self._own_folders()
        if self.target == "folder" and self.folder:
            forbidden.append(self.folder)
        return read_key(self.key_file or "", forbidden)

    def _open_target(self):
        """Build the target; connects for SFTP. Raises BackupFault."""
        self.ensure_one()
        plan_sudo = self.sudo()  # credentials are readable by who runs the server only
        if self.target == "folder":
            return FolderTarget(self.folder or "", self._own_folders())
        if self.target == "sftp":
            return SftpTarget(
                SftpPlace(
                    host=self.host,
                    port=self.port or 22,
                    user=plan_sudo.login or "",
                    password=plan_sudo.password or "",
                    key_file=plan_sudo.login_key_file or "",
                    folder=self.folder or "",
                    host_key=self.host_key or "",
                )
            )
        if self.target == "s3":
            self._check_endpoint()
            credentials = Credentials(
                plan_sudo.login or "", plan_sudo.password or "", self.region or ""
            )
            place = S3Place(self.host, self.bucket, credentials, self.folder or "")
            return S3Target(place)
        raise ValueError(f"no such target: {self.target!r}")

    def _check_endpoint(self):
        """Raise BackupFault unless the address is https; a host that the server's own
        configuration names may be plain http (tests)."""
        parts = urlsplit(self.host or "")
        named = os.environ.get(ALLOW_LIST, "").split(",")
        plain = parts.scheme == "http" and parts.hostname in named
        bare = not (parts.username or parts.query or parts.fragment or parts.path)
        if not (parts.hostname and bare and (parts.scheme == "https" or plain)):
            raise BackupFault(
                "refused", where=self.host, reason="it must be https://host[:port]"
            )

    def _own_folders(self):
        """Return the folders no backup and no key may lie in."""
        addons = [str(Path(path).resolve()) for path in tools.config["addons_path"]]
        return [tools.config["data_dir"], *addons]

    def _server(self):
        """Return PostgreSQL's tools with the connection this server uses."""
        try:
            pg_dump = tools.misc.find_pg_tool("pg_dump")
            pg_restore = tools.misc.find_pg_tool("pg_restore")
        except Exception:
            raise BackupFault("no_tool", tool="pg_dump") from None
        return Server(pg_dump, pg_restore, tools.misc.exec_pg_environ())
