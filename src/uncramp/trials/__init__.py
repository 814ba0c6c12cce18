"""Learning from one person's own nights: a trial of one, minutes to relief, and what cramps go together with.

Nothing here is imported before a command asks for it: most of it needs NumPy, which is slow to load.
"""
