"""Huixiang's pages: Flask blueprints, one per page, templates and the front end."""
