"""An account at one gateway: who may call, with which titles, money and lists."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

#: the name of the package OTPs are paid from
OTP = "OTP SMS"


class Inbound(NamedTuple):
    """A text somebody sent to the account. ``at`` is aware, in UTC."""

    id: int
    sender: str
    receiver: str
    text: str
    network: str
    at: datetime


class Banned(NamedTuple):
    """A number on the gateway's own blacklist. ``at`` is aware, in UTC."""

    at: datetime
    source: str


@dataclass
class Account:
    """One account. At İleti Merkezi ``username`` is the key and ``password`` the hash.

    ``titles`` maps each title to its İYS brand code ("" for none); ``ips`` None lets
    every address in, () is a list nobody filled; ``credits`` counts parts.
    """

    gateway: str
    username: str
    password: str
    titles: dict[str, str]
    brand: str = ""
    receiver: str = ""
    credits: int = 1_000_000
    money: str = "57,860"
    ips: tuple[str, ...] | None = None
    #: "Allow API usage" of the panel
    api_open: bool = True
    #: İYS sends and uploads are part of the contract
    iys_open: bool = True
    #: further packages by name; an OTP takes one of "OTP SMS"
    packages: dict[str, int] = field(default_factory=lambda: {OTP: 500})
    #: drop the same text to the same number (each gateway has its own span)
    duplicate_filter: bool = True
    blacklist: dict[str, Banned] = field(default_factory=dict)
    inbox: list[Inbound] = field(default_factory=list)
    #: where to push: "dlr", "inbound", "iys" → URL
    push: dict[str, str] = field(default_factory=dict)
    #: the gateway's own memory: jobs by id, when a text went to whom
    jobs: dict[str, Any] = field(default_factory=dict)
    recent: dict[Any, datetime] = field(default_factory=dict)
    uploads: dict[int, Any] = field(default_factory=dict)

    def lets_in(self, ip: str) -> bool:
        """Tell whether calls from this address are answered."""
        return self.ips is None or ip in self.ips

    def secrets(self) -> set[str]:
        """What must never stand in a URL, a foreign header or a log."""
        return {self.password}

    def described(self, url: str) -> dict[str, Any]:
        """What a caller needs to know, as plain JSON values."""
        return {
            "gateway": self.gateway,
            "base_url": url,
            "username": self.username,
            "password": self.password,
            "titles": list(self.titles),
            "brand": self.brand,
        }
