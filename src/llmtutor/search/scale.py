"""What a cosine of one model means in those of another.

Of two texts that have nothing to do with each other all-MiniLM says .06, and
multilingual E5 .75, more than the first says of a question and its answer. So
each model is asked about eight questions and their answers, once, and its cosines
are read on the scale of the model that the confidence was fitted with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PAIRS = (
    (
        "Why do leaves turn red in autumn?",
        "In autumn a tree stops making chlorophyll, and the red pigments in its leaves come to"
        " light.",
    ),
    (
        "Who wrote the opera about the magic flute?",
        "Mozart composed The Magic Flute in 1791, the last year of his life.",
    ),
    (
        "How is bread dough made to rise?",
        "Yeast in the dough turns sugar into gas, whose bubbles make the bread rise.",
    ),
    (
        "What does a central bank do when prices rise too fast?",
        "To slow inflation, a central bank raises its interest rate, so that loans cost more.",
    ),
    (
        "How deep is the Mariana Trench?",
        "The deepest place of the ocean, the Mariana Trench, lies about eleven kilometres below"
        " the surface.",
    ),
    (
        "When may a goalkeeper touch the ball with the hands?",
        "Inside the penalty area the goalkeeper may pick up the ball with the hands.",
    ),
    (
        "What keeps an aeroplane in the air?",
        "Air that flows around the wings pushes an aeroplane up and holds it in flight.",
    ),
    (
        "Which organ cleans the blood?",
        "The kidneys filter the blood and pass what is of no use into the urine.",
    ),
)
"""Questions, and passages that answer them; each question has nothing to do with the others."""
_LEAST = 0.02
"""A model whose cosines tell questions apart by less is left as it is."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Two cosines of a model by which its others are read."""

    unrelated: float
    """Of a question and the answer to another, on average."""
    answering: float
    """Of a question and its answer, on average."""

    @classmethod
    def of(cls, questions: NDArray[np.float32], passages: NDArray[np.float32]) -> Scale:
        """Told by the vectors of :data:`PAIRS`, each of length 1; shape (pairs, dimensions)."""
        cosines = questions @ passages.T
        count, own = len(cosines), float(cosines.trace())
        return cls((float(cosines.sum()) - own) / (count * (count - 1)), own / count)

    def read(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosines as the model of reference would give them."""
        spread = self.answering - self.unrelated
        if spread < _LEAST:
            return cosines
        factor = (REFERENCE.answering - REFERENCE.unrelated) / spread
        return REFERENCE.unrelated + (cosines - self.unrelated) * factor


REFERENCE = Scale(0.055918, 0.696207)
"""Of all-MiniLM-L6-v2 (q8_0), with which the weights of ``search.confidence`` were fitted."""
