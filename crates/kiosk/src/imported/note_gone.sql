UPDATE branch SET purged = max(purged, ?2), disposed = max(disposed, ?3) WHERE number = ?1
