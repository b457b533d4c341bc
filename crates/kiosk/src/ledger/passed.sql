SELECT ms, at_ms, mono_ms, boot, told_ms FROM passed
