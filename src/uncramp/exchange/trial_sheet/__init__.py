"""The two documents of a trial of one's own: its protocol (in the order of SPENT 2019) and its report (CENT 2015)."""
