"""Rules and states in plain Python: no input or output, no SQL, no process library."""
