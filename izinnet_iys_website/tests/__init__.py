from . import test_form_page
from . import test_block
from . import test_block_forms
from . import test_signup
from . import test_newsletter
from . import test_block_tours
from . import test_visit_tour
from . import test_kiosk
