"""The door for a WSGI server: `gunicorn convenant.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convenant.settings")

application = get_wsgi_application()
