"""Questions made from the notes, let through a gate, asked, and graded."""
