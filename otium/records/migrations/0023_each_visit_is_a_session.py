"""Visits booked and talks set so far are sessions of their own."""

from django.db import migrations

FILL = "update records_appointmentparticipant set together = coalesce(appointment_id, talk_id) where together is null"


class Migration(migrations.Migration):
    dependencies = [("records", "0022_rooms_and_hours")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
