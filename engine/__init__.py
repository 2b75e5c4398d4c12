"""Huixiang's engine: everything but the pages. engine/README.md is the map."""
