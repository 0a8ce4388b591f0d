"""Moving the second step to another phone: the old one ends, and nothing opens before the new one stands."""

from allauth.mfa.totp.views import DeactivateTOTPView
from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy


class MoveSecondStep(DeactivateTOTPView):
    """Asks for the password once more, ends the old step, and leads to setting up the new one."""

    success_url = reverse_lazy("mfa_activate_totp")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        request: HttpRequest = self.request
        response = super().form_valid(form)
        request.session.pop("has_second_factor", None)
        return response


move_second_step = MoveSecondStep.as_view()
