"""Netgsm, İleti Merkezi and Verimor over HTTP, strictly by their public contracts."""

from .account import Account
from .segments import measure
from .settings import Limits, Switches
from .simulator import SmsSimulator

__all__ = ["Account", "Limits", "SmsSimulator", "Switches", "measure"]
