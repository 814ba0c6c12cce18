"""The clinician's page: one side of A4 about one person's diary, as HTML and as a tagged PDF, and a raw table behind.

What stands on it is worked out without disk, clock or dice: `content.report` from the entries that hold now, `fit` to
one side, `page.html` as HTML and `pdf.pdf` as PDF, both from one template.
"""
