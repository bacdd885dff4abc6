from . import iys_sms_job
from . import iys_sms_dispatch
from . import sms_sms_origin
