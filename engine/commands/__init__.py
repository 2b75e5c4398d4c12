"""Commands: one file per noun, one function per verb; one call is one transaction that loads, checks, changes, records."""
