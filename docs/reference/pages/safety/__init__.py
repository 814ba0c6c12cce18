"""The pages of the safety case that are written from the knowledge and the safety claims."""

from __future__ import annotations

from pages import Page
from pages.safety.claims import claims_page
from pages.safety.first import first_page
from pages.safety.log import log_page
from pages.safety.residual import residual_page

SAFETY: dict[str, Page] = {
    "safety/hazard-log": log_page,
    "safety/residual-risks": residual_page,
    "safety/claims": claims_page,
    "safety/review-first": first_page,
}
"""Per page what writes it; README and regulation are written by hand."""
