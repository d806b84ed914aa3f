"""The courses on this computer: shipped and imported, read through an index that can be rebuilt."""
