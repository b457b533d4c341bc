SELECT lid FROM recovery
