SELECT target, branch, seq FROM told
