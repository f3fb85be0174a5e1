-- The audit trail: one row an access decision, written in the transaction it speaks of, by month. Rows are only ever added.

CREATE TABLE audit.event (
  at timestamptz NOT NULL,
  organization_id uuid,  -- null, as are the next two, where a stranger was turned away
  staff_id uuid,
  session_id uuid,
  roles text NOT NULL,
  purpose text NOT NULL,
  action text NOT NULL CHECK (length(action) BETWEEN 1 AND 80),
  outcome text NOT NULL CHECK (outcome IN ('done', 'denied', 'refused')),
  patients uuid[] NOT NULL DEFAULT '{}',
  subject uuid,  -- the episode, enquiry, bed or other thing acted on
  request_id text NOT NULL,
  source text NOT NULL CHECK (source IN ('http', 'cli', 'import', 'simulator')),
  address inet,  -- where the request came from, when it came over the network
  consent_id uuid,  -- under which records left the clinic
  transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
  CONSTRAINT event_of_someone CHECK (
    outcome = 'denied' OR num_nonnulls(organization_id, staff_id, session_id) = 3)
) PARTITION BY RANGE (at);
CREATE INDEX event_by_time ON audit.event (organization_id, at);

-- Makes the partitions of the months from `first` on; those that are there stay as they are.
CREATE FUNCTION audit.make_partitions(first date, months integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
  month date;
BEGIN
  IF months NOT BETWEEN 1 AND 36 THEN
    RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'between 1 and 36 months of partitions at a time';
  END IF;
  PERFORM pg_advisory_xact_lock(7301, 1);
  FOR month IN SELECT generate_series(date_trunc('month', first), date_trunc('month', first) + make_interval(months => months - 1), '1 month')
  LOOP
    CONTINUE WHEN to_regclass(format('audit.%I', to_char(month, '"event_"YYYY_MM'))) IS NOT NULL;
    EXECUTE format(
      'CREATE TABLE audit.%I PARTITION OF audit.event FOR VALUES FROM (%L) TO (%L)',
      to_char(month, '"event_"YYYY_MM'), (month || ' 00:00:00+00'), ((month + interval '1 month')::date || ' 00:00:00+00'));
    EXECUTE format('ALTER TABLE audit.%I ENABLE ROW LEVEL SECURITY', to_char(month, '"event_"YYYY_MM'));
    EXECUTE format('ALTER TABLE audit.%I FORCE ROW LEVEL SECURITY', to_char(month, '"event_"YYYY_MM'));
  END LOOP;
END
$$;

-- Nothing is lost when a clock is far off: such rows wait here for someone to look.
CREATE TABLE audit.event_elsewhen PARTITION OF audit.event DEFAULT;
