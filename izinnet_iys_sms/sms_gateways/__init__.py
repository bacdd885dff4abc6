"""Turkish SMS gateways behind one interface, without Odoo (sms.md).

``GATEWAYS`` are the classes by key; each is made from an ``Account`` and asked as
``SmsGateway`` says. Every failure is an ``SmsError``.
"""

from .base import (
    Account,
    Balance,
    Blocked,
    Capabilities,
    DeliveryReport,
    InboundMessage,
    JobSummary,
    OutMessage,
    Outcome,
    Page,
    SendOptions,
    SendResult,
)
from .iys_data import IysBrand, IysKey, IysPush, IysRecord, IysResult
from .errors import (
    AccountError,
    Ambiguous,
    BalanceError,
    ContentError,
    DuplicateError,
    NotFound,
    NotSupported,
    RateLimited,
    RecipientError,
    RequestError,
    SmsError,
    Transient,
    UnexpectedAnswer,
)
from .fake import FakeBook, FakeGateway
from .iletimerkezi import IletiMerkezi
from .inbound import Reading, read
from .netgsm import Netgsm
from .numbers import Number, last_ten, mask_numbers, read_number
from .outgoing import lots
from .protocol import SmsGateway
from .text import (
    SegmentInfo,
    count,
    encoding_of,
    fold_turkish,
    is_title,
    straighten,
)
from .verimor import Verimor

GATEWAYS: dict[str, type[SmsGateway]] = {
    one.name: one for one in (Netgsm, IletiMerkezi, Verimor, FakeGateway)
}
