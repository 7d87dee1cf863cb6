"""Pages and feeds from the network, fetched so that no page can make the desk read what it must not."""

from bellwire.fetch.fetcher import Fetched, Fetcher, checked_url
from bellwire.fetch.pages import Looked, look, page_id, page_of, pages_at, pages_of, read_fetched
from bellwire.fetch.robots import Robots

__all__ = [
    "Fetched",
    "Fetcher",
    "Looked",
    "Robots",
    "checked_url",
    "look",
    "page_id",
    "page_of",
    "pages_at",
    "pages_of",
    "read_fetched",
]
