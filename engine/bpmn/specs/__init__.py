"""SpiffWorkflow's task specifications, made exact: what each kind of element does when a token reaches, runs and leaves it."""
