from __future__ import annotations

from ..engine.conftest import engine, model_path, start_engine

__all__ = ["engine", "model_path", "start_engine"]
