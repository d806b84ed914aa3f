"""Rules that a course keeps, each with a name; for our own course and for anybody's."""
