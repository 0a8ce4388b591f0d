import django.db.models.deletion
import otium.records.constraints
import otium.records.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0027_fax_receipts"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="appointment",
            name="appointment_kind_known",
        ),
        migrations.AddField(
            model_name="appointment",
            name="documentation_minutes",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="appointment",
            name="travel_minutes",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="appointment",
            name="turnover_minutes",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="practice",
            name="holidays",
            field=models.CharField(db_default="federal", default="federal", max_length=8),
        ),
        migrations.AddField(
            model_name="practice",
            name="supervision",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="practice",
            name="visit_kinds",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="therapist",
            name="caseload_limit",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="therapist",
            name="deputy_supervisor",
            field=otium.records.fields.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.therapist",
            ),
        ),
        migrations.AddField(
            model_name="therapist",
            name="languages",
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="therapist",
            name="licence_states",
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="therapist",
            name="skills",
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="therapist",
            name="supervisor",
            field=otium.records.fields.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.therapist",
            ),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="kind",
            field=models.CharField(default="treatment", max_length=24),
        ),
        migrations.AlterField(
            model_name="expectedrate",
            name="visit_type",
            field=models.CharField(blank=True, max_length=24),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "evaluation",
                            "treatment",
                            "re_evaluation",
                            "home_program_review",
                            "fce",
                            "home_visit",
                            "other",
                        ],
                    )
                ),
                name="appointment_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="practice",
            constraint=models.CheckConstraint(
                condition=models.Q(("holidays__in", ["federal", "state"])), name="practice_holidays_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="therapist",
            constraint=otium.records.constraints.SamePractice(
                field="supervisor", name="therapist_supervisor_same_practice"
            ),
        ),
        migrations.AddConstraint(
            model_name="therapist",
            constraint=otium.records.constraints.SamePractice(
                field="deputy_supervisor", name="therapist_deputy_same_practice"
            ),
        ),
    ]
