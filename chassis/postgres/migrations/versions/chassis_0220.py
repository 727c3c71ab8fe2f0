"""How the oldest rows of the audit log go: by a function of the owner's, which records the cut.

The application may call it and can delete nothing else. It takes whole rows from the beginning of
the chain, each seven years old by the log's time and by the seal's, none missing (docs/adr/0122).
"""

from alembic import op

revision = "chassis_0220"
down_revision = "chassis_0210"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE audit_cuts (
    number BIGINT NOT NULL,
    head BYTEA NOT NULL,
    gone BIGINT NOT NULL,
    entry_id UUID NOT NULL,
    cut_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    PRIMARY KEY (number)
)
    """)
    op.execute("""
CREATE FUNCTION cut_audit_log(last BIGINT) RETURNS BIGINT
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    young CONSTANT TIMESTAMP WITH TIME ZONE := now() - INTERVAL '7 years';
    entry CONSTANT UUID := gen_random_uuid();
    chain_head BYTEA;
    taken BIGINT;
BEGIN
    SELECT hash INTO chain_head FROM public.audit_seals WHERE number = last;
    IF chain_head IS NULL OR EXISTS (
        SELECT FROM public.audit_seals AS seal
        LEFT JOIN public.audit_log AS act ON act.entry_id = seal.entry_id
        WHERE seal.number <= last
        AND (act.entry_id IS NULL OR act.at >= young OR seal.sealed_at >= young)
    ) THEN
        RAISE EXCEPTION 'a row up to seal % is missing or not seven years old', last;
    END IF;
    DELETE FROM public.audit_log USING public.audit_seals
    WHERE audit_log.entry_id = audit_seals.entry_id AND audit_seals.number <= last;
    GET DIAGNOSTICS taken = ROW_COUNT;
    DELETE FROM public.audit_seals WHERE number <= last;
    INSERT INTO public.audit_log (entry_id, at, actor, action, resource, digest, detail)
    VALUES (
        entry, clock_timestamp(), '', 'chassis:cut-audit-log', '', chain_head,
        jsonb_build_object('gone', taken, 'number', last)
    );
    INSERT INTO public.audit_cuts (number, head, gone, entry_id)
    VALUES (last, chain_head, taken, entry);
    RETURN taken;
END $$
    """)
