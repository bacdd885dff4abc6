"""One thing that is wrong now, as a source of alarms tells it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Cause:
    """``kind`` and ``key`` name it: the same cause is one alarm, however often it is found.

    ``what``, ``why`` and ``todo`` are sentences for people; ``since`` is naive UTC;
    ``record`` is where one can do something about it; ``company`` is empty for what
    concerns the whole server. A source that cannot tell raises: its alarms then stay.
    """

    kind: str
    key: str
    since: datetime
    what: str
    why: str
    todo: str
    record: Any = None
    company: Any = None
