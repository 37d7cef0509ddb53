-- The rest of a consent record: on which ground it was asked, in which language, and on which days it holds.
ALTER TABLE consents ADD COLUMN ground TEXT NOT NULL DEFAULT 'consent';
ALTER TABLE consents ADD COLUMN matrix_version TEXT NOT NULL DEFAULT '2026-1';
ALTER TABLE consents ADD COLUMN text_language TEXT NOT NULL DEFAULT 'nl';
-- Without a first day it holds from when it was stated, without a last day for as long as the handover is kept.
ALTER TABLE consents ADD COLUMN from_on TEXT;
ALTER TABLE consents ADD COLUMN until_on TEXT;
