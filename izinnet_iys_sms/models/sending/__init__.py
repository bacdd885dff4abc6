from . import iys_sms_job
from . import iys_sms_dispatch
from . import sms_sms_origin
from . import iys_sms_dispatch_report
from . import iys_sms_dispatch_tell
from . import iys_sms_dispatch_iys
from . import iys_sms_job_poll
