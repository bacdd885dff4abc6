"""What people do: lose coverage, answer a text, change their mind at İYS."""

import re
from typing import Any

from .account import Account, Banned, Inbound
from .call import local
from .network import Phone, Reply
from .verimor_iys import Upload

#: how a person leaves; İleti Merkezi and Verimor put such numbers on their blacklist
LEAVES = re.compile(r"\s*(ret|red|iptal|stop)\b.*", re.IGNORECASE | re.DOTALL)
TURKISH_CAPITALS = str.maketrans("İIı", "iii")


class People:
    """The part of the simulator that stands for people. Needs ``world``, ``clock``,
    ``pusher``.
    """

    world: Any
    clock: Any
    pusher: Any

    def phone(self, number: str) -> Phone:
        """A person's phone, with what arrived on it by now."""
        self.world.network.settle()
        return self.world.network.phone(ten_digits(number))

    def coverage(self, number: str, covered: bool) -> None:
        """Let a phone lose coverage or find it again."""
        self.world.network.cover(ten_digits(number), covered)

    def answer(
        self, number: str, words: str, account: Account | None = None
    ) -> Inbound | None:
        """A person writes to an account, by default to whoever wrote last.

        None when the gateway does not pass such texts on. LookupError when nobody
        ever wrote to that number and no account is named.
        """
        phone = self.phone(number)
        with self.world.lock:
            if account is None:
                if not phone.texts:
                    raise LookupError("no text to answer on that phone")
                account = phone.texts[-1].job.account
            now = self.clock.now()
            phone.replies.append(Reply(words, account.receiver, now))
            self._blacklist(account, phone.number, words)
            if account.gateway == "iletimerkezi":
                return None
            one = Inbound(self.world.number(), phone.number, account.receiver,
                          words, "TURKCELL", now)  # fmt: skip
            account.inbox.append(one)
        self.pusher.tell(account, "inbound", one)
        return one

    def _blacklist(self, account: Account, number: str, words: str) -> None:
        leaves = LEAVES.fullmatch(words.translate(TURKISH_CAPITALS))
        if account.gateway == "iletimerkezi" and leaves:
            banned = Banned(self.clock.now(), "ret")
            account.blacklist.setdefault(number, banned)

    def daily_changes(self, account: Account, rows: list[dict]) -> Upload:
        """Verimor's daily campaign of citizens' changes, told by push.

        ``rows`` have the members of ``iys/campaigns/{id}/consents``.
        """
        now, title = self.clock.now(), next(iter(account.titles))
        with self.world.lock:
            upload = Upload(
                self.world.number(), title, account.titles[title], "iys", now
            )
            upload.rows, upload.done = rows, True
            account.uploads[upload.id] = upload
        told = {
            "iys_campaign_id": upload.id,
            "report_date": local(now, "%Y-%m-%d"),
            "source_addr": title,
        }
        self.pusher.tell(account, "iys", told)
        return upload


def ten_digits(number: str) -> str:
    """A number as phones are told by: ``+90 532 …`` and ``0532 …`` become ``532…``."""
    plain = re.sub(r"[^0-9+]", "", number)
    match = re.fullmatch(r"(?:\+?90|0)?([1-9][0-9]{9})", plain)
    return match[1] if match else plain
