"""What the documents for a clinician share: the head, the language and the style of a page, and drawings in it."""
