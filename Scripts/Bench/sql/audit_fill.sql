-- As many rows as `rows` says, each in a transaction of its own, as the service writes them; a second apart from `since` on
-- where that is not empty, otherwise now.
set synchronous_commit = off;
select set_config('bench.rows', :'rows', false), set_config('bench.since', :'since', false);
do $$
begin
  for n in 1..current_setting('bench.rows')::integer loop
    insert into audit.event (
      at, organization_id, staff_id, session_id, roles, purpose, action, outcome, patients, subject, request_id, source,
      address)
    values (
      coalesce(
        nullif(current_setting('bench.since'), '')::timestamptz + n * interval '1 second', clock_timestamp()),
      '00000000-0000-7000-8000-000000000001', md5((n % 300)::text)::uuid, md5((n % 900)::text)::uuid,
      'counsellor,nurse', 'treatment', 'patient.read', 'done', array[md5((n % 20000)::text)::uuid], null,
      md5(n::text), 'http', '192.0.2.7');
    commit;
  end loop;
end
$$;
vacuum analyze audit.event;
