"""A trial of one's own as people meet it: who may begin one, what it says so far, its pictures and its two documents.

Above the engine (`trials`) and the diary's trials (`trial_diary`), below every screen: the commands, the pages of the
local app and the documents all say the same. No clock, no dice, no disk.
"""
