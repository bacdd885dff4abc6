from . import iys_alarm
from . import iys_alarm_sync
from . import iys_alarm_server
from . import iys_dead_letter_mark
from . import iys_dead_letter
from . import iys_dead_letter_alarm
from . import iys_board_alarm
