"""The steps. Each file says what it adds; downgrade takes it away again."""
