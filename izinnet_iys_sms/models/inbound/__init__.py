from . import iys_sms_event
from . import iys_sms_inbound
from . import iys_sms_keyword
