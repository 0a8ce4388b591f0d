from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "otium.pages"
    label = "pages"
