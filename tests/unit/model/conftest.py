"""Property tests wait: on a machine that is busy an example may take any time, which says nothing about the rule."""

from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
