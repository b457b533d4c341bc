SELECT unit FROM meta;
