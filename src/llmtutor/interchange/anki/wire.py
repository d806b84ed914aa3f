"""As much of the protobuf wire format as Anki's tables need: the top level of one message."""

from __future__ import annotations


def message_fields(data: bytes) -> dict[int, int | bytes]:
    """Fields by number, numbers as they are, texts and messages as bytes; the last one wins.

    A message that breaks off gives what came before.
    """
    fields: dict[int, int | bytes] = {}
    position = 0
    while position < len(data):
        tag, position = _varint(data, position)
        number, wire = tag >> 3, tag & 7
        if wire == 0:
            fields[number], position = _varint(data, position)
        elif wire == 2:
            length, position = _varint(data, position)
            fields[number] = data[position : position + length]
            position += length
        elif wire in {1, 5}:
            position += 8 if wire == 1 else 4
        else:
            break
    return fields


def _varint(data: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while position < len(data) and shift < 70:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            break
    return value, position
