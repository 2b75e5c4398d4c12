"""Queries: one file per page that needs data; they only read, and check who may."""
