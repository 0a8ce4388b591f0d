from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_working_state"),
    ]

    operations = [
        migrations.AddField(
            model_name="importedrow",
            name="fields",
            field=models.JSONField(default=dict),
        ),
    ]
