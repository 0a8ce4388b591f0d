"""Controls that Django does not draw as we want them."""

from django import forms


class Several(forms.CheckboxSelectMultiple):
    """A row of ticks with a legend."""

    use_fieldset = True
    template_name = "records/several.html"
