"""What candidates type: registration, personal form, history, pictures, search."""

from candidates.forms.certificates import CertificatesForm
from candidates.forms.history import HistoryForm, WorkHistoryForm
from candidates.forms.personal_form import PersonalForm
from candidates.forms.registration import RegistrationForm
from candidates.forms.search import OpenItemSearch
from candidates.forms.uploads import UploadForm

__all__ = [
    "CertificatesForm",
    "HistoryForm",
    "OpenItemSearch",
    "PersonalForm",
    "RegistrationForm",
    "UploadForm",
    "WorkHistoryForm",
]
