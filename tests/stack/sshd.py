"""A real OpenSSH server on loopback for SFTP, with keys of its own, for ourselves only."""

import getpass
import os
import subprocess
import time
from pathlib import Path

from . import system
from .trouble import StackError

SBIN = ("/usr/sbin", "/usr/local/sbin")
CONFIGURATION = """\
ListenAddress 127.0.0.1
Port {port}
HostKey {home}/host_key
PidFile none
AuthorizedKeysFile {home}/authorized
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
AllowUsers {user}
Subsystem sftp internal-sftp
ForceCommand internal-sftp -d {files}
"""


class Sshd:
    """Use as a context manager; ``files`` is where a client begins."""

    def __init__(self, home):
        """Choose the folder that holds keys, log and files."""
        self.home = Path(home)
        self.files = self.home / "files"
        self.host, self.port = "127.0.0.1", system.free_port()
        self.user = getpass.getuser()
        self.client_key = self.home / "client_key"
        self._process = None

    def __enter__(self):
        """Make the keys and start the server; StackError when it does not answer."""
        self.files.mkdir(parents=True)
        self.make_key("host_key")
        self.make_key("client_key")
        public = self.home / "client_key.pub"
        (self.home / "authorized").write_text(public.read_text())
        (self.home / "sshd_config").write_text(CONFIGURATION.format(**vars(self)))
        self.start()
        return self

    def __exit__(self, *_error):
        """Stop it."""
        self.stop()

    def make_key(self, name):
        """Make a key pair in place of one of that name."""
        for old in (self.home / name, self.home / f"{name}.pub"):
            old.unlink(missing_ok=True)
        keygen = need("ssh-keygen")
        path = str(self.home / name)
        system.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", path])

    @property
    def host_key(self):
        """The fingerprint of the host's key, as ``ssh-keygen -l`` tells it."""
        told = system.run(
            [need("ssh-keygen"), "-l", "-f", str(self.home / "host_key.pub")]
        )
        return told.stdout.split()[1]

    def start(self):
        """Start the server with the present keys."""
        if os.geteuid() == 0:
            # where the unprivileged half of the server lives
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        with open(self.home / "log", "ab") as log:
            self._process = subprocess.Popen(
                [need("sshd"), "-D", "-e", "-f", str(self.home / "sshd_config")],
                stdin=subprocess.DEVNULL,
                stderr=log,
                preexec_fn=system.die_with_parent,
            )
        for _ in range(100):
            if system.answers(self.port):
                return
            time.sleep(0.05)
        raise StackError((self.home / "log").read_text()[-500:])

    def stop(self):
        """Stop the server and hang up on who is connected."""
        for pid in reversed(
            [self._process.pid, *system.descendants(self._process.pid)]
        ):
            try:
                os.kill(pid, 9)
            except ProcessLookupError:
                continue
        self._process.wait(10)


def need(name):
    """Return the path of one of OpenSSH's programs, installed when we may."""
    return system.need(
        "OpenSSH's server",
        lambda: system.find_command(name, SBIN),
        "openssh-server",
    )
