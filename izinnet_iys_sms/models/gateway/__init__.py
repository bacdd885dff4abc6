from . import iys_sms_gateway
from . import iys_sms_gateway_client
from . import iys_sms_gateway_pause
from . import iys_sms_gateway_check
from . import iys_sms_gateway_words
from . import iys_sms_title
from . import res_company
