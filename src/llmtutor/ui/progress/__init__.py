"""Progress: what was studied, what is remembered, what comes."""
