from . import iys_sms_gateway
from . import iys_sms_gateway_push
from . import iys_sms_gateway_budget
from . import iys_sms_title
from . import res_company
