"""Measuring search and answers on question sets in the SQuAD format."""
