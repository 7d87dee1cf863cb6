#!/usr/bin/env python3
"""Writes expected.json of the golden cases anew from the pipeline; read the diff before you commit it.

python scripts/make_corpus.py
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.corpus_view import cases, report_of, view

for case in cases():
    made = json.dumps(view(report_of(case)), ensure_ascii=False, indent=1) + "\n"
    (case / "expected.json").write_text(made, encoding="utf-8")
