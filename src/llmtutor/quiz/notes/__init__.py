"""The notes as question makers read them: statements, lists, tables, terms and what they mean."""
