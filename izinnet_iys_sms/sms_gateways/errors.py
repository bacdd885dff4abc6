"""Everything that can go wrong in a conversation with a gateway, as one small tree.

SmsError
 ├─ AccountError      a person must act: password, IP list, title, İYS set-up, documents
 ├─ BalanceError      no credit left
 ├─ RecipientError    numbers are wrong; the others of the request may be sent again
 ├─ ContentError      the text is refused: no retry
 ├─ DuplicateError    the gateway had the same request before: look for the earlier job
 ├─ RequestError      our request broke the contract: a fault of this program
 ├─ RateLimited       nothing was done, come back later
 ├─ Transient         nothing was done, a machine may try again (three times at most)
 ├─ Ambiguous         it may have been done: never sent again by a machine (R-27)
 ├─ NotFound          the gateway does not know the job
 ├─ UnexpectedAnswer  an answer nobody has described to a question; never success
 └─ NotSupported      the gateway has no such method (see ``Capabilities``)

No error carries a password or a whole phone number: texts from outside go through
``Transport``'s masking before they come here (L-61). Source: sms.md §9.3.
"""

from collections.abc import Sequence
from typing import Any, Literal

PREVIEW_LENGTH = 500
#: What a person has to set right: the password or API switch, the list of addresses,
#: the sender title, the İYS contract or brand, a missing document, the package for codes.
Reason = Literal["auth", "ip", "title", "iys", "document", "otp"]


class SmsError(Exception):
    """Base of all.

    ``code`` is the gateway's own code as text, "" when it gave none; ``http_status`` is
    None when no answer came; ``preview`` the masked beginning of the answer.
    """

    def __init__(
        self,
        message: str = "",
        *,
        code: str = "",
        http_status: int | None = None,
        preview: str = "",
    ):
        super().__init__(message or code or type(self).__name__)
        self.code = code
        self.http_status = http_status
        self.preview = preview[:PREVIEW_LENGTH]


class AccountError(SmsError):
    """The account cannot send until a person acts; ``reason`` says on what."""

    def __init__(self, message: str = "", *, reason: Reason = "auth", **told: Any):
        super().__init__(message, **told)
        self.reason: Reason = reason


class BalanceError(SmsError):
    """The credit does not cover the request; nothing was sent."""


class RecipientError(SmsError):
    """Numbers were refused. ``refs`` names the messages, () means: one of them all."""

    def __init__(self, message: str = "", *, refs: Sequence[str] = (), **told: Any):
        super().__init__(message, **told)
        self.refs = tuple(refs)


class ContentError(SmsError):
    """The text is empty, too long, in a wrong alphabet or forbidden."""


class DuplicateError(SmsError):
    """The same text went to the same numbers a short time ago; nothing new was sent."""


class RequestError(SmsError):
    """The request was not understood: a fault of this program, not of the data."""


class RateLimited(SmsError):
    """Too many calls; ``retry_after`` in seconds, None when no time was named.

    ``per_number``: the limit is that of one number, the others may go on (Netgsm 85).
    """

    def __init__(
        self,
        message: str = "",
        *,
        retry_after: float | None = None,
        per_number: bool = False,
        **told: Any,
    ):
        super().__init__(message, **told)
        self.retry_after = retry_after
        self.per_number = per_number


class Transient(SmsError):
    """The call was surely not carried out; the same call may be made again."""


class Ambiguous(SmsError):
    """The call may have been carried out: ask the gateway, never repeat by machine."""


class NotFound(SmsError):
    """The gateway knows no such job, or not as ours."""


class UnexpectedAnswer(SmsError):
    """A question was answered in a form nobody has described."""


class NotSupported(SmsError):
    """The gateway has no such method."""
