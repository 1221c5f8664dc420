"""The floor of any page: a Django that answers every phone with nothing, and asks no database."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import re_path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="only-for-benchmarks",
    LOGGING_CONFIG=None,
)
urlpatterns = [re_path("", lambda request: HttpResponse())]
application = get_wsgi_application()
