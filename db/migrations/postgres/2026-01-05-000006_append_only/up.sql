-- What a handover went through, and what was said about its sections, is added to and never changed.
CREATE TRIGGER handover_moves_keep BEFORE UPDATE OR DELETE ON handover_moves FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER consents_keep BEFORE UPDATE OR DELETE ON consents FOR EACH ROW EXECUTE FUNCTION refuse_change();
