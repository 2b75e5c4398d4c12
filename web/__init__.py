"""Huixiang's pages: the only home of Flask. Start reading at `app.py`; `README.md` describes the pieces pages share."""
