from django.apps import AppConfig


class SitesConfig(AppConfig):
    """The label differs so that nothing meant for django.contrib.sites binds to us."""

    name = "sites"
    label = "worksites"
    verbose_name = "Sites"
    default_auto_field = "django.db.models.BigAutoField"
