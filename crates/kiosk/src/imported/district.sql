SELECT root, certificate FROM district
