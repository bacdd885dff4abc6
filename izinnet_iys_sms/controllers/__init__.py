from . import mailing_sms
