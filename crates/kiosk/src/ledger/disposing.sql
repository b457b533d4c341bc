SELECT place, ms FROM disposing
