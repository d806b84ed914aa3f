"""Questions from the structure of notes, one module a family. A maker offers; the gate decides."""
