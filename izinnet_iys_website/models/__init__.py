from . import website
from . import ir_http
from . import res_config_settings
from . import iys_form
from . import iys_form_point
