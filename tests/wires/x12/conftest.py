"""Generated messages are large, and a busy machine must not fail them by its clock."""

from hypothesis import HealthCheck, settings

settings.register_profile("wires", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("wires")
