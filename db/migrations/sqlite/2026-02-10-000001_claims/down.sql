DROP TABLE introductions;
DROP TABLE own_sessions;
DROP TABLE claims;
