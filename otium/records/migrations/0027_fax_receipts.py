from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0026_both_authorizations"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="acknowledgement",
            name="acknowledgement_kind_known",
        ),
        migrations.AddConstraint(
            model_name="acknowledgement",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["TA1", "999", "277CA", "277", "fax"])),
                name="acknowledgement_kind_known",
            ),
        ),
    ]
