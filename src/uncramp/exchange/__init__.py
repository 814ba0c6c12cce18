"""What comes in from elsewhere and what goes out to others: the clinician's page, and the files of other programs."""
