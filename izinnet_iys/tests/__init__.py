from . import test_iys_capture
from . import test_iys_board
from . import test_iys_holiday
from . import test_iys_log
from . import test_iys_notice
from . import test_iys_demo
from . import test_res_partner
from . import test_rights
