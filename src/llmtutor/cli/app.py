"""``llmtutor`` alone: the app."""

from __future__ import annotations

import argparse
import gc

from llmtutor.cli.output import reading_progress
from llmtutor.errors import EXIT_DONE


def open_app(options: argparse.Namespace) -> int:
    """Open the app and stay until the student leaves."""
    gc.disable()  # nothing that starting makes is garbage; the app enables it with its first frame
    from llmtutor.bootstrap import build
    from llmtutor.ui.app import TutorApp

    services = build(
        overrides=options.overrides, model=not options.no_model, progress=reading_progress
    )
    TutorApp(services).run()
    return EXIT_DONE
