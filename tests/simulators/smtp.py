"""A strict small mail server that keeps what it was given: the outside's view of sending.

>>> with MailServer() as mail:
...     send_through(mail.host, mail.port)
...     mail.addresses()
"""

import email
import email.policy
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timezone

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.stack.system import free_port

#: Headers that a letter has exactly once (RFC 5322), or it is sent back.
ONCE = ("From", "Date", "Message-ID", "Subject")


@dataclass(slots=True)
class Letter:
    """One mail transaction: from MAIL FROM to the answer after the text.

    ``begun`` and ``ended`` are naive UTC; ``ended`` is None for one that was broken off.
    ``refused`` maps addresses to the answer they got. ``content`` is the text as it came.
    """

    sender: str
    begun: datetime
    recipients: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    content: bytes = b""
    ended: datetime | None = None

    @property
    def message(self):
        """The text as an `email.message.EmailMessage`, with headers."""
        return email.message_from_bytes(self.content, policy=email.policy.default)


class MailServer:
    """The server; ``letters`` holds everything that was begun, in order.

    Bad days: ``refuse(address, answer)``, ``drop_after(count)`` and ``down()``.
    """

    host = "127.0.0.1"

    def __init__(self):
        self.letters: list[Letter] = []
        self.port = 0
        self._answers: dict[str, str] = {}
        self._left: int | None = None
        self._lock = threading.Lock()
        self._controller = None

    def __enter__(self):
        """Listen on a port of the server's own choice; the same one after ``down()``."""
        self.up()
        return self

    def __exit__(self, *_error):
        """Stop listening; what was kept stays readable."""
        self.down()

    def up(self):
        """Listen (again)."""
        self.port = self.port or free_port()
        self._controller = _Listener(_Clerk(self), hostname=self.host, port=self.port)
        self._controller.start()

    def down(self):
        """Stop listening: whoever calls finds nobody."""
        if self._controller:
            self._controller.stop(no_assert=True)
            self._controller = None

    # === BAD DAYS === #

    def refuse(self, address, answer="451 4.3.0 Try again later"):
        """Answer this recipient (any case) with a refusal from now on."""
        self._answers[address.lower()] = answer

    def welcome(self, *addresses):
        """Take letters for these addresses again."""
        for address in addresses:
            self._answers.pop(address.lower(), None)

    def drop_after(self, count):
        """Break the line without a word after so many more letters; None: never."""
        with self._lock:
            self._left = count

    def drops(self):
        """Tell whether the line breaks now; counts one letter."""
        with self._lock:
            if self._left is None:
                return False
            self._left -= 1
            return self._left < 0

    def answer_to(self, address):
        """Return the refusal this address gets, None when it is welcome."""
        return self._answers.get(address.lower())

    # === WHAT CAME === #

    def keep(self, letter):
        """Note a transaction when it begins."""
        with self._lock:
            self.letters.append(letter)

    def delivered(self):
        """Return the letters taken over whole, in the order they began."""
        with self._lock:
            return [letter for letter in self.letters if letter.ended]

    def about(self, subject):
        """Return the letters with this subject; notices to the house's staff are others."""
        return [le for le in self.delivered() if le.message["Subject"] == subject]

    def addresses(self, letters=None):
        """Count the letters (all that were taken over) for each address, lower case."""
        return Counter(
            address.lower()
            for letter in (self.delivered() if letters is None else letters)
            for address in letter.recipients
        )

    def forget(self):
        """Throw away what was kept so far; the next test begins with nothing."""
        with self._lock:
            self.letters.clear()


class _Clerk:
    """What the protocol asks at each step (see aiosmtpd's handler hooks)."""

    def __init__(self, house):
        self.house = house

    async def handle_MAIL(self, server, session, envelope, address, _options):
        """Begin a transaction."""
        session.letter = Letter(address, now())
        self.house.keep(session.letter)
        envelope.mail_from = address
        return "250 2.1.0 Sender ok"

    async def handle_RCPT(self, server, session, envelope, address, _options):
        """Take an address, or refuse it as the test has ordered."""
        if answer := self.house.answer_to(address):
            session.letter.refused[address] = answer
            return answer
        session.letter.recipients.append(address)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Recipient ok"

    async def handle_DATA(self, server, session, envelope):
        """Take the text over, send it back when it is no proper letter, or vanish."""
        letter = session.letter
        letter.content = envelope.content
        if self.house.drops():
            server.transport.abort()
            return "421 4.3.2 Closing"
        if fault := fault_of(letter):
            letter.refused |= dict.fromkeys(letter.recipients, fault)
            return f"550 5.6.0 {fault}"
        letter.ended = now()
        return "250 2.0.0 Taken over"


class _Listener(Controller):
    def factory(self):
        """Speak the plain protocol of RFC 5321; addresses outside ASCII are refused."""
        return SMTP(self.handler, hostname="mail.test", ident="strict", timeout=60)


def fault_of(letter):
    """Say what is wrong with the form of a letter, or None."""
    head = letter.content.partition(b"\r\n\r\n")[0]
    if not head.isascii():
        return "Header outside ASCII"
    names = Counter(key.lower() for key in letter.message.keys())
    for name in ONCE:
        if names[name.lower()] != 1:
            return f"{name} must be there once"
    return None


def now():
    """This moment by the machine's clock, naive UTC."""
    return datetime.fromtimestamp(time.time(), timezone.utc).replace(tzinfo=None)
