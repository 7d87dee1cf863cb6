"""What people decide about the record: which judgements hold, what they change, and how far annotators agree."""

from bellwire.review.agreement import Agreement, agreement, double_coded
from bellwire.review.apply import incident_issues, judged, judged_incident
from bellwire.review.check import check
from bellwire.review.effective import effective, merged_into, reviews, settled, standing
from bellwire.review.fields import editable
from bellwire.review.make import judgement_id, make_judgement
from bellwire.review.masks import masked
from bellwire.review.match import anchor_of, rematch, same_records

__all__ = [
    "Agreement",
    "agreement",
    "anchor_of",
    "check",
    "double_coded",
    "editable",
    "effective",
    "incident_issues",
    "judged",
    "judged_incident",
    "judgement_id",
    "make_judgement",
    "masked",
    "merged_into",
    "rematch",
    "reviews",
    "same_records",
    "settled",
    "standing",
]
