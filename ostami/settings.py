"""Settings of the portal, all from the environment.

`OSTAMI_PRACTICE=1` is the embedded practice portal: SQLite and files under ``var/``, keys made on the spot,
a clock that can be set. Without it these are production settings, which must be given in full.
"""

import re
import sys
from fractions import Fraction
from pathlib import Path

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from ostami.keys import practice_keys, refuse_keys_beside, refuse_weak_keys
from ostami.policy import UPLOAD_SENT_MAX_BYTES, review_due_on

# Generic views and forms may name their rows at run time, as the type checker reads them.
django_stubs_ext.monkeypatch()

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("OSTAMI_VAR", default=str(BASE_DIR / "var")))

# --- practice or production ------------------------------------------------------------------------------

PRODUCTION_NAMES = (
    "OSTAMI_SECRET_KEY",
    "OSTAMI_FIELD_KEYS",
    "OSTAMI_INDEX_KEY",
    "OSTAMI_PAPER_KEYS",
    "OSTAMI_HOSTS",
    "DATABASE_URL",
    "EMAIL_URL",
)
PRACTICE: bool = env.bool("OSTAMI_PRACTICE", default=False)
_given = [name for name in PRODUCTION_NAMES if env.str(name, default="")]
_missing = [name for name in PRODUCTION_NAMES if name not in _given]
if PRACTICE and _given:
    raise ImproperlyConfigured(
        f"OSTAMI_PRACTICE=1 cannot stand beside production settings: {', '.join(_given)}."
    )
if not PRACTICE and _missing:
    raise ImproperlyConfigured(
        f"Production settings are incomplete, set {', '.join(_missing)} (or OSTAMI_PRACTICE=1 for practice)."
    )

if PRACTICE:
    _keys = practice_keys(VAR_DIR / "practice_keys.json")
    SECRET_KEY = _keys["secret_key"]
    FIELD_KEYS = {"p1": _keys["field_key"]}
    INDEX_KEY = _keys["index_key"]
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
    DATABASES = {"default": env.db_url_config(f"sqlite:///{VAR_DIR / 'practice.sqlite3'}")}
else:
    SECRET_KEY = env.str("OSTAMI_SECRET_KEY")
    # The first key seals, every key opens: k2:<base64>,k1:<base64>
    FIELD_KEYS = dict(pair.partition(":")[::2] for pair in env.list("OSTAMI_FIELD_KEYS"))
    INDEX_KEY = env.str("OSTAMI_INDEX_KEY")
    refuse_weak_keys({**FIELD_KEYS, "OSTAMI_INDEX_KEY": INDEX_KEY})
    ALLOWED_HOSTS = env.list("OSTAMI_HOSTS")
    DATABASES = {"default": env.db("DATABASE_URL")}

# Where people reach the portal, as codes on certificates, cards and licences name it; the host of the request
# where it is empty.
PUBLIC_ADDRESS = "" if PRACTICE else env.str("OSTAMI_PUBLIC_ADDRESS", default="").rstrip("/")
if PUBLIC_ADDRESS and not re.fullmatch(r"https://[^/?#\s@]+", PUBLIC_ADDRESS):
    raise ImproperlyConfigured("OSTAMI_PUBLIC_ADDRESS must be like https://portal.example.org.")

DEBUG = False
PRACTICE_CLOCK_FILE = VAR_DIR / "practice_clock"

# --- database --------------------------------------------------------------------------------------------


def tune_database(config: dict[str, object]) -> None:
    """Set what each engine needs to run transactions safely and connections cheaply, in place."""
    config["ATOMIC_REQUESTS"] = False
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {
            # A transaction takes the write lock when it begins: select_for_update has no meaning on SQLite,
            # and a lock that is taken late fails instead of waiting.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    else:
        config["CONN_MAX_AGE"] = 600
        config["CONN_HEALTH_CHECKS"] = True


tune_database(DATABASES["default"])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- applications ----------------------------------------------------------------------------------------

# From the ground floor up: a higher floor adds to the life cycles that a lower one registered.
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "accounts",
    "workflow",
    "jobs",
    "documents",
    "scope_catalog",
    "stations",
    "examiners",
    "batches",
    "candidates",
    "question_bank",
    "exams",
    "certificates",
    "portal",
]

MIDDLEWARE = [
    "accounts.middleware.arrival",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.first_password",
    "accounts.middleware.private_pages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "ostami.urls"
WSGI_APPLICATION = "ostami.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.portal",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- people ----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.NameBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "person_name", "email", "phone")},
    },
    {"NAME": "accounts.validators.LengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.validators.OrganisationCodeValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "portal:front"
PASSWORD_RESET_TIMEOUT = 60 * 60
# How long a station's code opens the page that sets its first password, once staff allow it.
FIRST_ACCESS_HOURS = env.int("OSTAMI_FIRST_ACCESS_HOURS", default=72)
if FIRST_ACCESS_HOURS < 1:
    raise ImproperlyConfigured("OSTAMI_FIRST_ACCESS_HOURS must be at least 1.")
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"

# --- language and time -----------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- files -----------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# People's files: sealed, and without an address (there is no MEDIA_URL).
MEDIA_ROOT = VAR_DIR / "private"
# The keys of sealed papers: apart from the papers, and from what serves or backs up these.
PAPER_KEYS_DIR = Path(env.str("OSTAMI_PAPER_KEYS", default=str(VAR_DIR.resolve() / "paper_keys")))
refuse_keys_beside(PAPER_KEYS_DIR, {"the portal's files": MEDIA_ROOT, "the static files": STATIC_ROOT})
STORAGES = {
    "default": {"BACKEND": "ostami.sealed_files.SealedFiles"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "paper_keys": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": PAPER_KEYS_DIR,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
# The longest page of rows, 500 in each block of equipment, sends three fields a row.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
# A person's picture stays in memory until it is sealed; a larger request passes through a temporary file.
FILE_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_SENT_MAX_BYTES + 1024 * 1024
FIXTURE_DIR = BASE_DIR / "fixtures"

# --- mail ------------------------------------------------------------------------------------------------

# Practice prints mails and keeps the last ones; in production that would write every reset link into the log.
if PRACTICE:
    EMAIL_BACKEND = "ostami.practice_mail.PracticeMail"
else:
    vars().update(env.email_url("EMAIL_URL"))
PRACTICE_MAIL_DIR = VAR_DIR / "mail"
# A mail server that does not answer keeps a request waiting this long, in seconds, and no longer.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("OSTAMI_MAIL_FROM", default="portal@example.invalid")

# --- cache -----------------------------------------------------------------------------------------------

# Shared by all processes: what is counted in one (wrong passwords of a paper) must hold in the others. Files
# do for one host; several need CACHE_URL.
CACHES = {"default": env.cache_url("CACHE_URL", default=f"filecache://{VAR_DIR.resolve() / 'cache'}")}

# --- web security ----------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = not PRACTICE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if not PRACTICE else None
SECURE_HSTS_SECONDS = 0 if PRACTICE else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = not PRACTICE
SECURE_HSTS_PRELOAD = not PRACTICE
SESSION_COOKIE_SECURE = not PRACTICE
CSRF_COOKIE_SECURE = not PRACTICE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- long work -------------------------------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
JOB_RESULT_DAYS = 7

# --- the evaluation --------------------------------------------------------------------------------------

CERTIFICATE_NUMBER_PATTERN = env.str(
    "OSTAMI_CERTIFICATE_NUMBER", default="{year:02d}{station_code}{level}{serial:05d}"
)
# Where the numbers of ability certificates come from: the pattern above, or a list that the centre imports.
ABILITY_NUMBERS = env.str("OSTAMI_ABILITY_NUMBERS", default="pattern")
if ABILITY_NUMBERS not in {"pattern", "assigned"}:
    raise ImproperlyConfigured("OSTAMI_ABILITY_NUMBERS must be pattern or assigned.")
# The key that signs electronic certificates: a PKCS#12 file, or a PKCS#11 token (slot or token label, and the
# label of its key and certificate). Without either certificates are handed out unsigned.
_file = env.str("OSTAMI_CERTIFICATE_KEY", default="")
CERTIFICATE_KEY_FILE = Path(_file) if _file else None
CERTIFICATE_KEY_PASSWORD = env.str("OSTAMI_CERTIFICATE_KEY_PASSWORD", default="")
CERTIFICATE_PKCS11 = {
    name: env.str(f"OSTAMI_CERTIFICATE_PKCS11_{name.upper()}", default="")
    for name in ("module", "slot", "token", "label", "pin")
}
if not CERTIFICATE_PKCS11["module"]:
    CERTIFICATE_PKCS11 = {}
if PRACTICE and (CERTIFICATE_KEY_FILE or CERTIFICATE_PKCS11):
    raise ImproperlyConfigured("OSTAMI_PRACTICE=1 signs with a practice key, never with a real one.")
if PRACTICE:
    CERTIFICATE_KEY_FILE = VAR_DIR / "certificate_key.p12"
if CERTIFICATE_KEY_FILE and CERTIFICATE_PKCS11:
    raise ImproperlyConfigured("Name OSTAMI_CERTIFICATE_KEY or OSTAMI_CERTIFICATE_PKCS11_MODULE, not both.")
if CERTIFICATE_PKCS11 and not CERTIFICATE_PKCS11["label"]:
    raise ImproperlyConfigured("OSTAMI_CERTIFICATE_PKCS11_MODULE needs OSTAMI_CERTIFICATE_PKCS11_LABEL.")
if not (CERTIFICATE_PKCS11.get("slot") or "0").isdecimal():
    raise ImproperlyConfigured("OSTAMI_CERTIFICATE_PKCS11_SLOT must be a number.")
CERTIFICATE_NAME = env.str("OSTAMI_CERTIFICATE_NAME", default="机械行业职业能力水平等级证书")
CERTIFICATE_ISSUER = env.str("OSTAMI_CERTIFICATE_ISSUER", default="中国机械工业联合会")
# The scheme skill_level: who issues (the head body under its filed name), and where anybody looks
# certificates and evaluation bodies up. The certificate's own name is fixed by the national rule.
SKILL_CERTIFICATE_ISSUER = env.str("OSTAMI_SKILL_CERTIFICATE_ISSUER", default="机械工业职业技能鉴定指导中心")
SKILL_CERTIFICATE_LOOKUP = env.str("OSTAMI_SKILL_CERTIFICATE_LOOKUP", default="jndj.osta.org.cn")
SKILL_BODY_LOOKUP = env.str("OSTAMI_SKILL_BODY_LOOKUP", default="pjjg.osta.org.cn")
# Fewer blank certificates of a scheme in stock than this, and the ledger says so.
BLANK_LOW_STOCK = env.int("OSTAMI_BLANK_LOW_STOCK", default=50)
LICENCE_NAME = env.str("OSTAMI_LICENCE_NAME", default="机械行业人才评价机构许可证")
LICENCE_ISSUER = env.str("OSTAMI_LICENCE_ISSUER", default="机械工业职业技能鉴定指导中心")
# A licence's number and how long it holds: the guide tells neither. {code} and {number} are the eight and the
# three digits of the station, {year} is that of the approval.
LICENCE_NUMBER_PATTERN = env.str("OSTAMI_LICENCE_NUMBER", default="{code}")
LICENCE_YEARS = env.int("OSTAMI_LICENCE_YEARS", default=3)
try:
    LICENCE_NUMBER_PATTERN.format(code="49284001", number="001", year=2026)
except (LookupError, ValueError):
    raise ImproperlyConfigured("OSTAMI_LICENCE_NUMBER may name {code}, {number} and {year} alone.") from None
if LICENCE_YEARS < 1:
    raise ImproperlyConfigured("OSTAMI_LICENCE_YEARS must be at least 1.")
# How many days before a licence ends its station is reminded to renew it.
LICENCE_REMINDER_DAYS = [int(days) for days in env.list("OSTAMI_LICENCE_REMINDER_DAYS", default=["90", "30"])]
if min(LICENCE_REMINDER_DAYS, default=1) < 1:
    raise ImproperlyConfigured("OSTAMI_LICENCE_REMINDER_DAYS must be whole numbers above 0, such as 90,30.")
# The numbers of examiners and managers whom the centre approves, and for how long they hold: the guide tells
# neither. {year} is that of the approval, {serial} counts within it.
EXAMINER_NUMBER_PATTERN = env.str("OSTAMI_EXAMINER_NUMBER", default="KP{year}{serial:05d}")
MANAGER_NUMBER_PATTERN = env.str("OSTAMI_MANAGER_NUMBER", default="GL{year}{serial:05d}")
# The same of supervisors whom management appoints; a number can be typed instead.
SUPERVISOR_NUMBER_PATTERN = env.str("OSTAMI_SUPERVISOR_NUMBER", default="DD{year}{serial:04d}")
for name, pattern in (
    ("EXAMINER", EXAMINER_NUMBER_PATTERN),
    ("MANAGER", MANAGER_NUMBER_PATTERN),
    ("SUPERVISOR", SUPERVISOR_NUMBER_PATTERN),
):
    try:
        differs = pattern.format(year=2026, serial=1) != pattern.format(year=2026, serial=2)
    except (LookupError, ValueError):
        differs = False
    if not differs:
        raise ImproperlyConfigured(f"OSTAMI_{name}_NUMBER may name {{year}}, and must name {{serial}}.")
EXAMINER_YEARS = env.int("OSTAMI_EXAMINER_YEARS", default=3)
# How long a passed training counts, and from how many days before its end an appointment can be renewed.
EXAMINER_TRAINING_VALID_DAYS = env.int("OSTAMI_EXAMINER_TRAINING_VALID_DAYS", default=365)
EXAMINER_RENEWAL_DAYS = env.int("OSTAMI_EXAMINER_RENEWAL_DAYS", default=180)
SUPERVISOR_YEARS = env.int("OSTAMI_SUPERVISOR_YEARS", default=3)
if min(EXAMINER_YEARS, EXAMINER_TRAINING_VALID_DAYS, EXAMINER_RENEWAL_DAYS, SUPERVISOR_YEARS) < 1:
    raise ImproperlyConfigured("The years and days of examiners must be at least 1.")
# How many days before an appointment ends the station and the examiner are reminded.
EXAMINER_REMINDER_DAYS = [
    int(days) for days in env.list("OSTAMI_EXAMINER_REMINDER_DAYS", default=["90", "30"])
]
if min(EXAMINER_REMINDER_DAYS, default=1) < 1:
    raise ImproperlyConfigured("OSTAMI_EXAMINER_REMINDER_DAYS must be whole numbers above 0, such as 90,30.")
EXAMINER_CARD_ISSUER = env.str("OSTAMI_EXAMINER_CARD_ISSUER", default=LICENCE_ISSUER)
# The last day (MM-DD, of the next year) for a year's review, and the days after it before plans are blocked.
ANNUAL_REVIEW_DUE = env.str("OSTAMI_REVIEW_DUE", default="03-31")
ANNUAL_REVIEW_GRACE_DAYS = env.int("OSTAMI_REVIEW_GRACE_DAYS", default=30)
try:
    review_due_on(2001, due=ANNUAL_REVIEW_DUE)  # no leap year follows: the day must exist each year
except ValueError:
    raise ImproperlyConfigured("OSTAMI_REVIEW_DUE must be a day of every year, such as 03-31.") from None
if ANNUAL_REVIEW_GRACE_DAYS < 0:
    raise ImproperlyConfigured("OSTAMI_REVIEW_GRACE_DAYS must not be negative.")
# What a batch application warns of: the same panel more than so many times in a row at one station, and less
# than this part of the panel changed against the last batch of the trade (0 to 1, such as 1/3 or 0.5).
PANEL_MAX_REPEATS = env.int("OSTAMI_PANEL_MAX_REPEATS", default=3)
try:
    PANEL_MIN_CHANGED = Fraction(env.str("OSTAMI_PANEL_MIN_CHANGED", default="1/3"))
except (ValueError, ZeroDivisionError):
    raise ImproperlyConfigured("OSTAMI_PANEL_MIN_CHANGED must be a part of one, such as 1/3.") from None
if PANEL_MAX_REPEATS < 1 or not 0 <= PANEL_MIN_CHANGED <= 1:
    raise ImproperlyConfigured("OSTAMI_PANEL_MAX_REPEATS is from 1, OSTAMI_PANEL_MIN_CHANGED from 0 to 1.")
# Working days within which each step of an approval is decided, from the day after it arrived: the guide sets
# none.
PLAN_WORKING_DAYS = env.int("OSTAMI_PLAN_WORKING_DAYS", default=10)
BRANCH_WORKING_DAYS = env.int("OSTAMI_BRANCH_WORKING_DAYS", default=3)
BATCH_WORKING_DAYS = env.int("OSTAMI_BATCH_WORKING_DAYS", default=5)
DATE_CHANGE_WORKING_DAYS = env.int("OSTAMI_DATE_CHANGE_WORKING_DAYS", default=3)
if min(PLAN_WORKING_DAYS, BRANCH_WORKING_DAYS, BATCH_WORKING_DAYS, DATE_CHANGE_WORKING_DAYS) < 1:
    raise ImproperlyConfigured("The working days of approvals must be at least 1.")
# How many days before a deadline of a batch its station is reminded.
BATCH_REMINDER_DAYS = [int(days) for days in env.list("OSTAMI_BATCH_REMINDER_DAYS", default=["7", "3", "1"])]
if min(BATCH_REMINDER_DAYS, default=1) < 1:
    raise ImproperlyConfigured("OSTAMI_BATCH_REMINDER_DAYS must be whole numbers above 0, such as 7,3,1.")
# For how many days after the exam day the answers to its papers can be downloaded.
ANSWER_DAYS = env.int("OSTAMI_ANSWER_DAYS", default=30)
if ANSWER_DAYS < 1:
    raise ImproperlyConfigured("OSTAMI_ANSWER_DAYS must be at least 1.")
# How many years evidence of an exam is kept, by kind; "default" holds for those that aren't named. The guide
# (4.6-6, 4.7-5) says that it is kept, and names no time.
try:
    _years: dict[str, str] = env.dict("OSTAMI_EVIDENCE_YEARS", default={})
    EVIDENCE_YEARS = {"default": 5, "papers": 3, "score_sheet": 3, **{k: int(v) for k, v in _years.items()}}
except ValueError:
    raise ImproperlyConfigured("OSTAMI_EVIDENCE_YEARS must be like default=5,papers=3.") from None
if min(EVIDENCE_YEARS.values()) < 1:
    raise ImproperlyConfigured("OSTAMI_EVIDENCE_YEARS must be at least 1 for every kind.")
# In how many papers of a bank, trade and level no question is asked again.
PAPER_LOOKBACK = env.int("OSTAMI_PAPER_LOOKBACK", default=3)
if PAPER_LOOKBACK < 0:
    raise ImproperlyConfigured("OSTAMI_PAPER_LOOKBACK must be at least 0.")
# Working days for which the results of a skill_level batch are shown to the public, and within which a
# candidate asks for a score to be read again; each from the day after. The guide sets none.
RESULT_NOTICE_WORKING_DAYS = env.int("OSTAMI_RESULT_NOTICE_WORKING_DAYS", default=5)
SCORE_REVIEW_WORKING_DAYS = env.int("OSTAMI_SCORE_REVIEW_WORKING_DAYS", default=5)
# Whether certificates wait until nobody may ask for a review any more; else for the reviews asked by then.
CERTIFY_AFTER_REVIEWS = env.bool("OSTAMI_CERTIFY_AFTER_REVIEWS", default=False)
# Whether certificates wait until management has confirmed that they were paid for (guide 4.6-3, 4.6-7).
CERTIFY_AFTER_SETTLEMENT = env.bool("OSTAMI_CERTIFY_AFTER_SETTLEMENT", default=True)
if min(RESULT_NOTICE_WORKING_DAYS, SCORE_REVIEW_WORKING_DAYS) < 1:
    raise ImproperlyConfigured("The working days of notices and score reviews must be at least 1.")
# For how many days after an exam a passed paper's score counts in a make-up exam; 0 where none is carried.
CARRY_DAYS = env.int("OSTAMI_CARRY_DAYS", default=365)
if CARRY_DAYS < 0:
    raise ImproperlyConfigured("OSTAMI_CARRY_DAYS must not be negative.")
# How many lookups an hour may find nothing, of all visitors together, before a small computation is asked of
# each further one; and how many numbers it tries at most (a phone tries 50 000 in a few seconds).
LOOKUP_MISSES_AN_HOUR = env.int("OSTAMI_LOOKUP_MISSES_AN_HOUR", default=50)
LOOKUP_PROOF_NUMBERS = env.int("OSTAMI_LOOKUP_PROOF_NUMBERS", default=50_000)
if min(LOOKUP_MISSES_AN_HOUR, LOOKUP_PROOF_NUMBERS) < 1:
    raise ImproperlyConfigured("The lookup's misses an hour and numbers to try must be at least 1.")
# How long the link works by which an invited person opens a login.
INVITATION_HOURS = env.int("OSTAMI_INVITATION_HOURS", default=72)
if INVITATION_HOURS < 1:
    raise ImproperlyConfigured("OSTAMI_INVITATION_HOURS must be at least 1.")

# --- log -------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "stream": sys.stderr}},
    "root": {"handlers": ["console"], "level": env.str("OSTAMI_LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint.progress": {"level": "WARNING"},
    },
}
