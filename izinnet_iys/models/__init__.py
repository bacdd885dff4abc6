from . import record
from . import sync
from . import gate
from . import operations
from . import proof
from . import form
from . import alarm
from . import backup
