import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 (loads every page now, not while somebody waits for it)

# A request on a rota makes some hundred thousand objects and no cycles: with Python's thresholds
# the collector took a third of the processor time of a grid page. What is loaded now, stays.
gc.freeze()
gc.set_threshold(20_000, 20, 50)
