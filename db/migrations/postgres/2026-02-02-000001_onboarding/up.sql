ALTER TABLE partners ADD COLUMN kvk TEXT;
-- Where the partner publishes its keys, when they were last asked for there, and what was wrong with them.
ALTER TABLE partners ADD COLUMN jwks_uri TEXT;
ALTER TABLE partners ADD COLUMN jwks_checked_at TIMESTAMP;
ALTER TABLE partners ADD COLUMN jwks_fault TEXT;

-- The thumbprint names the key itself, whatever the partner calls it.
ALTER TABLE partner_keys ADD COLUMN thumbprint TEXT NOT NULL DEFAULT '';
UPDATE partner_keys SET thumbprint = kid;
-- Whether operators added it, or it was found at the partner's jwks_uri.
ALTER TABLE partner_keys ADD COLUMN source TEXT NOT NULL DEFAULT 'file';
-- Whether an operator retired it, it was burnt, or it was no longer found.
ALTER TABLE partner_keys ADD COLUMN retired_by TEXT;

-- Keys whose private half was shown to us; nobody may ever register them.
CREATE TABLE burnt_keys (
    thumbprint TEXT NOT NULL PRIMARY KEY,
    burnt_at TIMESTAMP NOT NULL
);

-- What one operator proposes and another decides on.
CREATE TABLE proposals (
    id TEXT NOT NULL PRIMARY KEY,
    partner_id TEXT NOT NULL REFERENCES partners (id),
    change TEXT NOT NULL,
    proposed_by TEXT NOT NULL REFERENCES partners (id),
    proposed_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    outcome TEXT,
    decided_by TEXT REFERENCES partners (id),
    decided_at TIMESTAMP,
    -- Nobody confirms what they proposed themselves, whatever the code says.
    CHECK (outcome IS NULL OR outcome <> 'confirmed' OR decided_by <> proposed_by)
);

-- The operators there are may now manage partners.
UPDATE partners SET scopes = scopes || ' partners:manage' WHERE kind = 'region';
