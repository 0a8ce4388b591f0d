"""One person, room or piece of equipment in one session at a time."""

import django.contrib.postgres.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0023_each_visit_is_a_session")]

    operations = [
        migrations.AlterField(
            model_name="appointmentparticipant",
            name="together",
            field=models.UUIDField(),
        ),
        migrations.RemoveConstraint(model_name="appointmentparticipant", name="participant_one_place_at_a_time"),
        migrations.AddConstraint(
            model_name="appointmentparticipant",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("is_held", True)),
                expressions=[
                    ("practice", "="),
                    ("actor_id", "="),
                    ("seat", "="),
                    ("period", "&&"),
                    ("together", "<>"),
                ],
                name="participant_one_place_at_a_time",
            ),
        ),
    ]
