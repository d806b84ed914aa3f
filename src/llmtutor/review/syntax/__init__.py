"""Cards that students write in their notes: the syntaxes of other programs, read as they are."""
