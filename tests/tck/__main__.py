"""`python -m tests.tck` prints the table of the compatibility kit."""

from __future__ import annotations

from tests.tck.table import print_table

print_table()
