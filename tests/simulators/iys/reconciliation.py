"""Reconciliation: counts, hash, agreement and file of one day (section 10)."""

import hashlib

from ..web import Response, nothing, reply, text
from .call import Call


def counts(call: Call) -> Response:
    """Movements of a day by type and side."""
    day, recipient_type = call.params["reportDate"], call.params["recipientType"]
    return reply(200, call.brand.book.day_counts(day, recipient_type))


def agreement(call: Call) -> Response:
    """The SHA-384 of the day's file and whether it was agreed on."""
    return _or_nothing(call.brand.book.agreement(call.params["reportDate"]))


def agree(call: Call) -> Response:
    """Take the company's agreement."""
    return _or_nothing(call.brand.book.agree(call.params["reportDate"], call.json()))


def file(call: Call) -> Response:
    """The day's movements as CSV."""
    content = call.brand.book.day_file(call.params["reportDate"])
    return text(200, content, "text/csv; charset=utf-8") if content else nothing(204)


def timestamp(call: Call) -> Response:
    """A stand-in for the ``.tsr`` file: nobody signed it, so it proves nothing."""
    content = call.brand.book.day_file(call.params["reportDate"])
    if not content:
        return nothing(204)
    seal = b"SIMULATED-TSR " + hashlib.sha384(content).hexdigest().encode() + b"\n"
    return text(200, seal, "text/plain; charset=utf-8")


def _or_nothing(body: dict | None) -> Response:
    return nothing(204) if body is None else reply(200, body)
