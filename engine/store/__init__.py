"""Everything Huixiang keeps: tables, transactions, the audit trail, the vault, due work. README.md is the map."""
