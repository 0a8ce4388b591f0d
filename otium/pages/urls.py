"""Every page's address. Each name needs a row in desk/access.py."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
]
