from . import sms_composer
from . import sms_composer_person
from . import sms_composer_mass
from . import sms_composer_show
from . import mailing_sms_test
from . import sms_composer_release
from . import iys_sms_release
