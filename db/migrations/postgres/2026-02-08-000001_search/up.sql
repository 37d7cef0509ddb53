-- A search goes through one side of one partner, in one status or in all, newest first.
CREATE INDEX handovers_sent_status ON handovers (sender_partner_id, status, id);
CREATE INDEX handovers_received_status ON handovers (receiver_partner_id, status, id);
CREATE INDEX handovers_between ON handovers (sender_partner_id, receiver_partner_id, id);
CREATE INDEX handovers_application ON handovers (application_reference, id) WHERE application_reference IS NOT NULL;
-- Only what is not over has a term.
CREATE INDEX handovers_sent_term ON handovers (sender_partner_id, id) WHERE term_ends_at IS NOT NULL;
