from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0006_addressee_of_notices"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="benefitcheck",
            name="benefitcheck_once_per_trace",
        ),
        migrations.AddConstraint(
            model_name="benefitcheck",
            constraint=models.UniqueConstraint(
                condition=models.Q(("trace", ""), _negated=True),
                fields=("practice", "coverage", "trace", "status", "reject_code"),
                name="benefitcheck_once_per_trace",
            ),
        ),
    ]
