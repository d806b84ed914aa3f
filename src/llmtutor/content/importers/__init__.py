"""Real notes → clean Markdown that the rest of the program reads.

An importer loses no words: what it leaves out or mends, it says in a warning.
"""
