"""
The Celery application: `celery -A convenant worker` and `celery -A convenant beat`.

A message names a sweep and carries nothing else, so that one that is lost, doubled or late does no harm. When each
sweep is put out stands in convenant/beat.py: in code, not in a file and not in Redis.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convenant.settings")

app = Celery("convenant")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["obligations"])
