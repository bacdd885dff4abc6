from . import iys_backup_plan
from . import iys_backup_target
from . import iys_backup
from . import iys_backup_job
from . import iys_backup_work
from . import iys_backup_drill
from . import iys_backup_erasure
from . import iys_backup_alarm
