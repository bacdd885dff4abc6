"""How often something happened within a span of simulated time."""

from collections import defaultdict, deque
from collections.abc import Hashable
from datetime import datetime


class Windows:
    """Sliding windows by key."""

    def __init__(self):
        self._taken: dict[Hashable, deque[datetime]] = defaultdict(deque)

    def take(
        self,
        key: Hashable,
        most: int | None,
        now: datetime,
        *,
        seconds: float = 60,
        count: int = 1,
    ) -> bool:
        """Count ``count`` more if they all fit; tell whether they did."""
        if most is None:
            return True
        taken = self._taken[key]
        while taken and (now - taken[0]).total_seconds() >= seconds:
            taken.popleft()
        if len(taken) + count > most:
            return False
        taken.extend([now] * count)
        return True

    def clear(self) -> None:
        """Forget everything."""
        self._taken.clear()
