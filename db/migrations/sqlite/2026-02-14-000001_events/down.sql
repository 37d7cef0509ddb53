DELETE FROM house WHERE name IN ('events', 'events-gone');
DROP TABLE deliveries;
DROP TABLE subscriptions;
DROP TABLE events;
UPDATE partners SET scopes = REPLACE(scopes, ' subscriptions:manage', '');
