SELECT min(place) FROM subject
