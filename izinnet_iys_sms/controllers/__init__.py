from . import mailing_sms
from . import sms_push
