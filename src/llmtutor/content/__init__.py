"""What is studied: Course, Lecture, Section, Passage, and how they come out of Markdown.

Pure: nothing here knows the clock, the database or the screen.
"""
