from . import sms_composer
from . import sms_composer_person
from . import sms_composer_mass
from . import sms_composer_show
from . import mailing_sms_test
