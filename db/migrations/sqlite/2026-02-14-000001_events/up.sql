-- What happened, told to each partner that may know of it: ids and a type, nothing of a person. A line is written with the act. Its
-- position comes a moment later, when nothing can come in before it any more; until then it is 0.
CREATE TABLE events (
    arrival INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    partner_id TEXT NOT NULL REFERENCES partners (id),
    kind TEXT NOT NULL,
    handover_id TEXT REFERENCES handovers (id),
    notice_id TEXT,
    subscription_id TEXT,
    application_reference TEXT,
    happened_at TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX events_arrived ON events (position, arrival);
CREATE INDEX events_feed ON events (partner_id, position);
CREATE INDEX events_age ON events (happened_at);

-- Addresses at which partners are told. No key is kept: those of each generation follow from the id.
CREATE TABLE subscriptions (
    id TEXT NOT NULL PRIMARY KEY,
    partner_id TEXT NOT NULL REFERENCES partners (id),
    address TEXT NOT NULL,
    -- separated by spaces; empty for all
    kinds TEXT NOT NULL,
    status TEXT NOT NULL,
    stopped_for TEXT,
    generation INTEGER NOT NULL,
    rotated_at TEXT,
    -- tries that failed since something last arrived
    failures INTEGER NOT NULL,
    rests_until TEXT NOT NULL,
    delivered_at TEXT,
    -- who delivers now, and until when nobody else does
    lane TEXT,
    lane_until TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
CREATE INDEX subscriptions_partner ON subscriptions (partner_id, id);

-- Each event for each subscription it is told to, and how that goes.
CREATE TABLE deliveries (
    subscription_id TEXT NOT NULL REFERENCES subscriptions (id) ON DELETE CASCADE,
    event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    handover_id TEXT,
    status TEXT NOT NULL,
    tries INTEGER NOT NULL,
    next_at TEXT NOT NULL,
    first_tried_at TEXT,
    tried_at TEXT,
    fault TEXT,
    answered_with INTEGER,
    delivered_at TEXT,
    PRIMARY KEY (subscription_id, event_id)
) STRICT;
CREATE INDEX deliveries_event ON deliveries (event_id);
CREATE INDEX deliveries_order ON deliveries (subscription_id, position);
CREATE INDEX deliveries_waiting ON deliveries (subscription_id, status, position);
CREATE INDEX deliveries_due ON deliveries (subscription_id, status, next_at);

-- The last position given, and the last of what was thrown away by age.
INSERT INTO house (name, value) VALUES ('events', '0'), ('events-gone', '0');
-- Partners that take part already may be told as well.
UPDATE partners SET scopes = scopes || ' subscriptions:manage' WHERE kind NOT IN ('region', 'overlegtafel');
