"""Layers over the text: sentences and tokens, quotes, quantities, times."""
