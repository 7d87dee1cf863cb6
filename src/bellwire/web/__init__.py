"""The desk in the browser: pages, the REST API and what guards them."""
