-- Whether what was agreed at the handover was kept, as the receiver tells with its feedback.
ALTER TABLE feedback ADD COLUMN agreements_kept TEXT;
