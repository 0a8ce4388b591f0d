import django.db.models.deletion
import otium.records.constraints
import otium.records.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0034_planned_visits"),
    ]

    operations = [
        migrations.CreateModel(
            name="LeftHour",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("left_at", models.DateTimeField()),
                ("by", models.TextField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="lefthour",
            name="location",
            field=otium.records.fields.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.location",
            ),
        ),
        migrations.AddField(
            model_name="lefthour",
            name="practice",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.practice"
            ),
        ),
        migrations.AddField(
            model_name="lefthour",
            name="therapist",
            field=otium.records.fields.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.therapist",
            ),
        ),
        migrations.AddField(
            model_name="lefthour",
            name="visit",
            field=otium.records.fields.Within(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.appointment",
            ),
        ),
        migrations.AddIndex(
            model_name="lefthour",
            index=models.Index(fields=["practice", "starts_at"], name="lefthour_by_start"),
        ),
        migrations.AddConstraint(
            model_name="lefthour",
            constraint=models.UniqueConstraint(fields=("practice", "id"), name="lefthour_pair"),
        ),
        migrations.AddConstraint(
            model_name="lefthour",
            constraint=otium.records.constraints.RowSecurity(column="practice_id", name="lefthour_of_practice", own=""),
        ),
        migrations.AddConstraint(
            model_name="lefthour",
            constraint=otium.records.constraints.SamePractice(field="visit", name="lefthour_visit_same_practice"),
        ),
        migrations.AddConstraint(
            model_name="lefthour",
            constraint=otium.records.constraints.SamePractice(
                field="therapist", name="lefthour_therapist_same_practice"
            ),
        ),
        migrations.AddConstraint(
            model_name="lefthour",
            constraint=otium.records.constraints.SamePractice(field="location", name="lefthour_location_same_practice"),
        ),
        migrations.AddConstraint(
            model_name="lefthour",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="lefthour_ends_after_it_starts"
            ),
        ),
        migrations.RemoveConstraint(
            model_name="offerround",
            name="offerround_one_open_per_visit",
        ),
        migrations.AddField(
            model_name="offerround",
            name="left",
            field=otium.records.fields.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.lefthour",
            ),
        ),
        migrations.AddConstraint(
            model_name="offerround",
            constraint=otium.records.constraints.SamePractice(field="left", name="offerround_left_same_practice"),
        ),
        migrations.AddConstraint(
            model_name="offerround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left", None), ("state", "open")),
                fields=("practice", "visit"),
                name="offerround_one_open_per_visit",
            ),
        ),
        migrations.AddConstraint(
            model_name="offerround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("practice", "left"),
                name="offerround_one_open_per_left_hour",
            ),
        ),
    ]
