"""The crisis gate: risk to life and safety is recognised before anything else."""
