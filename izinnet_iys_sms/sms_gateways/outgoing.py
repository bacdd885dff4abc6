"""What is checked before a request leaves, alike for every gateway."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .base import Capabilities, OutMessage, SendOptions
from .errors import AccountError, ContentError, RecipientError, SmsError
from .numbers import Number, read_number
from .text import Encoding, count, encoding_of, fits, widest


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The messages that can be sent with their numbers, and why others cannot."""

    ready: tuple[tuple[OutMessage, Number], ...]
    rejected: dict[str, SmsError]
    encoding: Encoding

    @property
    def refs(self) -> list[str]:
        """Our ids of what can be sent."""
        return [message.ref for message, _number in self.ready]


def prepare(
    messages: Sequence[OutMessage], options: SendOptions, caps: Capabilities
) -> Outgoing:
    """Sort out what would spoil the whole request.

    Raises ValueError when a number or a ref stands twice in it (reports go by number) or
    there are more messages than the gateway takes: cut them with ``lots``. Raises
    AccountError without a title.
    """
    if not options.title.strip():
        raise AccountError("a sender title is needed", reason="title")
    if not 0 < len(messages) <= caps.max_recipients:
        raise ValueError(f"1 to {caps.max_recipients} messages, not {len(messages)}")
    encoding = widest((message.text for message in messages), options.encoding)
    ready: list[tuple[OutMessage, Number]] = []
    rejected: dict[str, SmsError] = {}
    for message in messages:
        found = _checked(message, encoding, caps)
        if isinstance(found, SmsError):
            rejected[message.ref] = found
        else:
            ready.append((message, found))
    _check_once([message.ref for message in messages])
    _check_once([number.ten for _message, number in ready])
    return Outgoing(tuple(ready), rejected, encoding)


def _check_once(values: list[str]) -> None:
    if len(set(values)) < len(values):
        raise ValueError("a number or a ref stands twice in one request")


def _checked(
    message: OutMessage, encoding: Encoding, caps: Capabilities
) -> Number | SmsError:
    """The number a text can go to, or why it cannot."""
    number = read_number(message.to)
    if number is None:
        return RecipientError("no phone number", refs=[message.ref])
    if number.kind == "landline":
        return RecipientError("a landline takes no SMS", refs=[message.ref])
    if number.kind == "foreign" and not caps.foreign:
        return RecipientError("a number of another country", refs=[message.ref])
    if not message.text.strip():
        return ContentError("the text is empty")
    if not fits(message.text, encoding):
        return ContentError("the chosen alphabet cannot carry the text")
    if count(message.text, encoding, caps.suffix).billed > caps.longest[encoding]:
        return ContentError("the text is too long")
    return number


def lots(
    messages: Sequence[OutMessage], caps: Capabilities, most: int | None = None
) -> Iterator[list[OutMessage]]:
    """Cut messages into requests: one alphabet each, no number twice, at most ``most``.

    Keeps the order within an alphabet. A number's second text comes in a later request.
    """
    size = min(most or caps.max_recipients, caps.max_recipients)
    groups: dict[tuple[Encoding, int], list[OutMessage]] = {}
    seen: Counter[tuple[Encoding, str]] = Counter()
    for message in messages:
        alphabet, number = encoding_of(message.text), read_number(message.to)
        key = (alphabet, number.ten if number else message.ref)
        groups.setdefault((alphabet, seen[key]), []).append(message)
        seen[key] += 1
    for group in groups.values():
        for start in range(0, len(group), size):
            yield group[start : start + size]


def mobiles(numbers: Sequence[str]) -> tuple[dict[str, str], dict[str, SmsError]]:
    """Turkish mobiles, each once: ten digits → as given; and why others are none."""
    tens: dict[str, str] = {}
    refused: dict[str, SmsError] = {}
    for text in numbers:
        number = read_number(text)
        if number is None or number.kind != "mobile":
            refused[text] = RecipientError("no Turkish mobile number")
        else:
            tens.setdefault(number.ten, text)
    return tens, refused
