DROP TRIGGER handover_moves_keep ON handover_moves;
DROP TRIGGER consents_keep ON consents;
