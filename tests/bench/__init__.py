"""Benchmarks: what the engine costs, compared within one run with SpiffWorkflow as its documentation uses it."""
