"""Training the tutor adapter: examples → tokens → LoRA → GGUF → evaluation."""
