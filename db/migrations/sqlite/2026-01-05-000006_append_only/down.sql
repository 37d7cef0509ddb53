DROP TRIGGER handover_moves_stay;
DROP TRIGGER handover_moves_keep;
DROP TRIGGER consents_stay;
DROP TRIGGER consents_keep;
