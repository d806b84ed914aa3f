"""Questions and cards to and from other programs: Anki, Moodle (GIFT), Aiken, CSV, Markdown."""
