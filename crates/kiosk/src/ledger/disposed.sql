SELECT place, by FROM disposed
