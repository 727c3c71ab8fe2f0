"""The cut of the audit log lets nobody write a seal while it looks and deletes.

What it had looked at and what it deleted could differ: a seal that was written in between, for a
young row, took that row along. It waits for the sealer, and the sealer for it.
"""

from alembic import op

revision = "chassis_0230"
down_revision = "chassis_0220"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE OR REPLACE FUNCTION cut_audit_log(last BIGINT) RETURNS BIGINT
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    young CONSTANT TIMESTAMP WITH TIME ZONE := now() - INTERVAL '7 years';
    entry CONSTANT UUID := gen_random_uuid();
    chain_head BYTEA;
    taken BIGINT;
BEGIN
    LOCK TABLE public.audit_seals IN SHARE ROW EXCLUSIVE MODE;
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
