-- Which RMC region a Doorstroompunt follows; of each region one takes part.
ALTER TABLE partners ADD COLUMN rmc_region BIGINT;
CREATE UNIQUE INDEX partners_rmc_region ON partners (rmc_region) WHERE rmc_region IS NOT NULL AND active;

-- Young people who left without startkwalificatie, each at the Doorstroompunt that follows them.
CREATE TABLE cases (
    id TEXT NOT NULL PRIMARY KEY,
    partner_id TEXT NOT NULL REFERENCES partners (id),
    learner_id TEXT NOT NULL REFERENCES learners (id),
    status TEXT NOT NULL,
    reported_in TEXT NOT NULL,
    content BYTEA NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX cases_partner ON cases (partner_id, id);
CREATE INDEX cases_learner ON cases (learner_id);

-- Imports of monthly files, each in one part or several.
CREATE TABLE vsv_imports (
    importer_id TEXT NOT NULL REFERENCES partners (id),
    id TEXT NOT NULL,
    month TEXT NOT NULL,
    unreadable BIGINT NOT NULL,
    began_at TIMESTAMP NOT NULL,
    done_at TIMESTAMP,
    PRIMARY KEY (importer_id, id)
);
CREATE INDEX vsv_imports_month ON vsv_imports (importer_id, month);

-- What makes the key of one Doorstroompunt, with a key outside the database; gone when the school year is over.
CREATE TABLE vsv_fold_keys (
    partner_id TEXT NOT NULL PRIMARY KEY REFERENCES partners (id),
    salt BYTEA NOT NULL,
    until_on DATE NOT NULL
);

-- The numbers of persons, as keyed hashes under the key of one Doorstroompunt: for nothing but folding months together.
CREATE TABLE vsv_folds (
    partner_id TEXT NOT NULL REFERENCES vsv_fold_keys (partner_id),
    digest TEXT NOT NULL,
    importer_id TEXT NOT NULL REFERENCES partners (id),
    case_id TEXT NOT NULL REFERENCES cases (id),
    import_id TEXT NOT NULL,
    gone_at TIMESTAMP,
    PRIMARY KEY (partner_id, digest, importer_id)
);
CREATE INDEX vsv_folds_importer ON vsv_folds (importer_id, import_id) WHERE gone_at IS NULL;
CREATE INDEX vsv_folds_case ON vsv_folds (case_id);

-- Partners that take part already may import and read as well.
UPDATE partners SET scopes = scopes || ' cases:import' WHERE kind IN ('mbo_college', 'doorstroompunt');
UPDATE partners SET scopes = scopes || ' cases:read' WHERE kind = 'doorstroompunt';
