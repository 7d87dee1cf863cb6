"""Bytes to documents: a module a format, and what puts files, folders and standard input to them."""

from bellwire.read.html import read_html
from bellwire.read.inputs import count_inputs, read_inputs
from bellwire.read.jsonl import read_row
from bellwire.read.page import Given, Reader, ReadPage, Source, checked_date
from bellwire.read.text import read_text

__all__ = [
    "Given",
    "ReadPage",
    "Reader",
    "Source",
    "checked_date",
    "count_inputs",
    "read_html",
    "read_inputs",
    "read_row",
    "read_text",
]
