SELECT hash FROM recovery
