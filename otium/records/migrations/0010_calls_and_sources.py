import django.db.models.deletion
import otium.records.constraints
import otium.records.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0009_eligibility_and_families"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="benefit",
            name="benefit_kind_known",
        ),
        migrations.AddField(
            model_name="benefitcheck",
            name="no_reference",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="benefitcheck",
            name="said_by",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="call",
            name="corrects",
            field=otium.records.fields.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.call",
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="effects",
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="injuryclaim",
            name="authorized_ends_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="injuryclaim",
            name="authorized_starts_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="injuryclaim",
            name="bills_to",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="injuryclaim",
            name="patient",
            field=otium.records.fields.Within(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.patient",
            ),
        ),
        migrations.AddField(
            model_name="injuryclaim",
            name="treats_accepted_part",
            field=models.BooleanField(null=True),
        ),
        migrations.AddConstraint(
            model_name="benefit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "visit_limit",
                            "visits_remaining",
                            "visits_used",
                            "dollar_limit",
                            "dollars_remaining",
                            "dollars_used",
                            "copay",
                            "coinsurance",
                            "deductible",
                            "deductible_remaining",
                            "out_of_pocket",
                            "out_of_pocket_remaining",
                            "authorization_required",
                            "other_payer",
                            "covered",
                            "visit_frequency",
                            "deductible_met",
                            "out_of_pocket_met",
                            "spend_down",
                            "managed_care",
                            "medicare_secondary",
                            "authorization_road",
                            "referral_required",
                            "telehealth",
                            "claims_address",
                            "qmb",
                        ],
                    )
                ),
                name="benefit_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=otium.records.constraints.SamePractice(field="corrects", name="call_corrects_same_practice"),
        ),
        migrations.AddConstraint(
            model_name="injuryclaim",
            constraint=otium.records.constraints.SamePractice(
                field="patient", name="injuryclaim_patient_same_practice"
            ),
        ),
    ]
