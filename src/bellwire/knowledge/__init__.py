"""What is known before reading: languages, ontologies, the gazetteer, actors. Data only, and what loads it."""

from bellwire.knowledge.language import Language, language, languages
from bellwire.knowledge.tables import Row, check_table, read_table, table

__all__ = ["Language", "Row", "check_table", "language", "languages", "read_table", "table"]
