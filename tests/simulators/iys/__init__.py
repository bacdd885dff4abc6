"""İYS over HTTP, by its REST contract 3.2.0, for tests and the demo."""

from .limits import Limits
from .simulator import Account, IysSimulator
from .settings import Switches

__all__ = ["Account", "IysSimulator", "Limits", "Switches"]
