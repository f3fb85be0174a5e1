-- Makes a made-up clinic larger: every person of it once more for each number from :first to :last, with all episodes,
-- stays, scores, calls and appointments, under identifiers of their own. What is copied keeps the simulator's rates.
SET session_replication_role = replica;  -- the copies point to copies, so that no key can fail
SET maintenance_work_mem = '512MB';
SELECT set_config('fill.first', :'first', false), set_config('fill.last', :'last', false);
DO $$
DECLARE
  first integer := current_setting('fill.first');
  last integer := current_setting('fill.last');
  copied text;
  name text;
  kept text;
  made text;
BEGIN
  FOREACH name IN ARRAY ARRAY['patient', 'demographics', 'enquiry', 'call_attempt', 'intake', 'substance_use', 'diagnosis',
    'episode', 'episode_fact', 'stay', 'stay_fact', 'screening', 'appointment'] LOOP
    SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position),
      string_agg(
        CASE
          WHEN column_name IN ('id', 'patient_id', 'enquiry_id', 'intake_id', 'episode_id', 'stay_id', 'appointment_id',
            'readmission_of', 'corrects', 'first_id', 'answers_of')
            THEN format('md5(%I::text || copy)::uuid', column_name)
          ELSE quote_ident(column_name) END, ', ' ORDER BY ordinal_position)
      INTO kept, made
    FROM information_schema.columns
    WHERE table_schema = 'clinic' AND table_name = name AND is_generated = 'NEVER';
    -- The first copies are of what was there before, and not of one another.
    EXECUTE format('CREATE TABLE IF NOT EXISTS public.%I AS TABLE clinic.%I', 'made_up_' || name, name);
    EXECUTE format(
      'INSERT INTO clinic.%I (%s) SELECT %s FROM public.%I CROSS JOIN generate_series(%s, %s) AS copy',
      name, kept, made, 'made_up_' || name, first, last);
  END LOOP;
END
$$;
