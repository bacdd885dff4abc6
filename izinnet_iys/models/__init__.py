from . import record
from . import sync
from . import operations
