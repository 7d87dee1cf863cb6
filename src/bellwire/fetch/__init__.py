"""Pages and feeds from the network, fetched so that no page can make the desk read what it must not."""
