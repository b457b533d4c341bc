SELECT EXISTS (SELECT 1 FROM entry WHERE kind IN ('scan', 'manual'))
