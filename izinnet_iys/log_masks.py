"""Secrets and addresses stay out of the server's log, whatever level it is set to (R-59).

Odoo writes down three things that hold them: the path of every request (the token of a
page is part of it), the arguments of every call at DEBUG (a password is one), and every
SQL statement at DEBUG, a failed one always. What concerns these addons is masked there;
the lines themselves stay. Importing this module is enough.
"""

import logging
import re

MASK = "***"
#: The part of an address behind these names opens something for whoever has it.
_PATHS = re.compile(
    r"(/iys/(?:refuse|preferences|confirm|code|sms/\d+)/"
    r"|/izin/[^/\s?\"#]+/kiosk/code/"
    r"|[?&](?:hash_token|email)=)"
    r"[^/\s?&\"#]+"
)
#: Models of which no argument is written down, beside all of the addons' own.
_SECRETIVE = ("res.config.settings", "res.company")
_LITERAL = re.compile(r"'(?:[^']|'')*'")
#: ``Key (token)=(…) already exists``, ``Failing row contains (…).``
_DETAIL = re.compile(r"(=|contains )\(.*\)", re.DOTALL)


class _PathFilter(logging.Filter):
    """Masks the tokens in the lines of the access log."""

    def filter(self, record):
        """See `logging.Filter`; every record stays."""
        record.msg = _in_paths(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_in_paths, record.args))
        return True


class _CallFilter(logging.Filter):
    """Masks what is handed to methods of models that know secrets."""

    def filter(self, record):
        """See `logging.Filter`; every record stays."""
        if isinstance(record.args, tuple) and len(record.args) == 3:
            records, method, _words = record.args
            name = getattr(records, "_name", "")
            if name.startswith("iys.") or name in _SECRETIVE:
                record.args = (records, method, MASK)
        return True


class _QueryFilter(logging.Filter):
    """Masks the values in statements that touch something of the addons.

    PostgreSQL tells a row that breaks a rule as a whole, passwords included, and what it
    told goes on into traces and into the answer to the browser. This is the first place
    that meets it, so the error itself is masked here as well.
    """

    def filter(self, record):
        """See `logging.Filter`; every record stays."""
        if record.args and isinstance(record.args, tuple):
            texts = [_text(one) for one in record.args]
            if any("iys" in text for text in texts):
                pairs = zip(record.args, texts, strict=True)
                record.args = tuple(_masked(value, text) for value, text in pairs)
        return True


def _masked(value, text):
    """Mask one argument of a line; an error keeps its kind and code."""
    if isinstance(value, int | float):
        return value
    masked = _LITERAL.sub(f"'{MASK}'", text)
    if isinstance(value, Exception):
        value.args = (_DETAIL.sub(rf"\g<1>({MASK})", masked),)
        return value
    return masked


def _in_paths(value):
    return _PATHS.sub(rf"\g<1>{MASK}", value) if isinstance(value, str) else value


def _text(value):
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


for _name, _filter in (
    ("werkzeug", _PathFilter()),
    ("odoo.service.model", _CallFilter()),
    ("odoo.sql_db", _QueryFilter()),
):
    logging.getLogger(_name).addFilter(_filter)
