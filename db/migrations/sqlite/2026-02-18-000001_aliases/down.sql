UPDATE partners SET scopes = REPLACE(scopes, ' aliases:write', '');
DROP TABLE aliases;
