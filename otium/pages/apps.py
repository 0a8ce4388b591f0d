from importlib import import_module

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "otium.pages"
    label = "pages"

    def ready(self) -> None:
        """Who reads texts that come in is known to the inbox in every process, also one that shows no page."""
        import_module("otium.desk.visit_messages.hearing")
