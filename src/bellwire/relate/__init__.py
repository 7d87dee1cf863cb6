"""Reports brought together: copies, stories, which records tell of one thing, and where they differ."""

from bellwire.relate.disagreements import Comparison
from bellwire.relate.together import Relations, explain, relate

__all__ = ["Comparison", "Relations", "explain", "relate"]
