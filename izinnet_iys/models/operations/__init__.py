from . import iys_log
from . import iys_board
from . import ir_cron
from . import ir_http
