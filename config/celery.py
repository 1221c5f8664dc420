"""The Celery application. Its broker is Redis, or a folder when there is none."""

import os

from celery import Celery

from config import broker  # noqa: F401  (registers the fairweekfs transport)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("fairweek")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
