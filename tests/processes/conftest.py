"""Procedures are tested in a company of their own."""

from tests.company import company, prepared_company

__all__ = ["company", "prepared_company"]
