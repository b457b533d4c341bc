SELECT kept FROM tries
