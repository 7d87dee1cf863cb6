"""The desk's pages: one module a page, listed in `table.py`."""
