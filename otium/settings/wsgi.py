"""The application that granian serves."""

from django.core.wsgi import get_wsgi_application

from otium.settings import heap

application = get_wsgi_application()
heap.settle()
