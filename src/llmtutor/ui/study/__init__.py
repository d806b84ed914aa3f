"""Study: the contents, the section, and what lies around reading it."""
