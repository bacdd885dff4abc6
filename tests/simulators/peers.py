"""Which process of this machine is at the other end of a loopback connection."""

from pathlib import Path


def pid_of_peer(peer: tuple[str, int], local_port: int) -> int | None:
    """The process whose socket has the peer's port and is connected to ``local_port``.

    Reads /proc, so it works on Linux and for processes we may look into; None else.
    """
    inode = _inode(peer[1], local_port)
    return _owner(f"socket:[{inode}]") if inode else None


def _inode(own_port: int, remote_port: int) -> str | None:
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            parts = line.split()
            ports = (_port(parts[1]), _port(parts[2]))
            if ports == (own_port, remote_port):
                return parts[9]
    return None


def _port(address: str) -> int:
    return int(address.rpartition(":")[2], 16)


def _owner(name: str) -> int | None:
    for folder in Path("/proc").glob("[0-9]*/fd"):
        try:
            if any(_target(link) == name for link in folder.iterdir()):
                return int(folder.parent.name)
        except OSError:
            continue
    return None


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""
