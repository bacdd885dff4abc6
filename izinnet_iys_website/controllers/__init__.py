from . import block
from . import website_form
from . import signup
from . import newsletter
from . import form_page
from . import kiosk
from . import portal
from . import beside
