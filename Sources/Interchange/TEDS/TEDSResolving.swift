import Postgres

/// The statements that decide which staged records are stored, in the order in which they run.
///
/// A record that is not stored leaves `staged` for `refused`, or for nothing when it is stored already.
enum TEDSResolving {
  /// What puts chains together and refuses what does not fit, after `skipKnown`.
  static let chains = [findChains, refuseBroken, joinChains, refuseIllegal]

  static let createRefused: SQL = """
    CREATE TEMPORARY TABLE refused (line integer, field text, value text, kind text) ON COMMIT DROP
    """

  /// The same admission twice in the file: the first line stays.
  static let refuseDuplicates: SQL = """
    WITH repeated AS (
      SELECT key FROM staged GROUP BY key HAVING count(*) > 1
    ), ranked AS (
      SELECT s.line, row_number() OVER (PARTITION BY s.key ORDER BY s.line) AS place
      FROM staged AS s JOIN repeated USING (key)
    ), gone AS (
      DELETE FROM staged AS s USING ranked AS r WHERE s.line = r.line AND r.place > 1 RETURNING s.line, s.client
    )
    INSERT INTO refused SELECT line, 'client_id', client, 'duplicate' FROM gone
    """

  /// What was imported before leaves; the result is how many of it are the same.
  static let skipKnown: SQL = """
    WITH known AS (
      SELECT s.line, i.digest = s.digest AS is_same
      FROM staged AS s
      JOIN clinic.import_row AS i
        ON i.organization_id = (SELECT access.organization()) AND i.source = 'teds' AND i.key = s.key
    ), gone AS (
      DELETE FROM staged AS s USING known AS k WHERE s.line = k.line RETURNING s.line, s.client, k.is_same
    ), told AS (
      INSERT INTO refused
      SELECT line, 'client_id', client, 'changed since import' FROM gone WHERE NOT is_same
    )
    SELECT count(*) FILTER (WHERE is_same) AS unchanged FROM gone
    """

  /// Clients with several records, with transfers, or with a chart already: their records in order, with the fault
  /// of each, seen from the one before it.
  static let findChains: SQL = """
    CREATE TEMPORARY TABLE chained ON COMMIT DROP AS
    WITH several AS (
      SELECT facility_id, client FROM staged GROUP BY facility_id, client HAVING count(*) > 1 OR bool_or(transfer)
    ), charted AS (
      SELECT s.facility_id, s.client, min(i.patient_id::text)::uuid AS patient_id
      FROM staged AS s
      JOIN clinic.patient_identifier AS i
        ON i.organization_id = (SELECT access.organization()) AND i.system = 'teds:' || s.provider AND i.value = s.client
        AND i.known_to = 'infinity'
      GROUP BY s.facility_id, s.client
    ), placed AS (
      SELECT s.*, c.patient_id AS charted, d.birth_date AS charted_birth, d.sex AS charted_sex,
        count(*) FILTER (WHERE NOT s.transfer) OVER client AS episode,
        lag(s.line) OVER client AS before, lag(s.discharged) OVER client AS before_discharged,
        lag(s.reason) OVER client AS before_reason,
        first_value(s.birth_date) OVER client AS first_birth, first_value(s.sex) OVER client AS first_sex,
        interval '1 hour' * count(*) FILTER (WHERE s.discharged = s.admitted) OVER (
          PARTITION BY s.facility_id, s.client, s.admitted ORDER BY s.transfer, s.line
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS shift
      FROM staged AS s
      LEFT JOIN several AS m USING (facility_id, client)
      LEFT JOIN charted AS c USING (facility_id, client)
      LEFT JOIN clinic.demographics AS d
        ON d.organization_id = (SELECT access.organization()) AND d.patient_id = c.patient_id AND d.known_to = 'infinity'
      WHERE m.client IS NOT NULL OR c.client IS NOT NULL
      WINDOW client AS (PARTITION BY s.facility_id, s.client ORDER BY s.admitted, s.transfer, s.line)
    ), judged AS (
      SELECT line, facility_id, client, transfer, admitted, patient_id, charted, episode, stage, reason, episode_id,
        last_contact, to_char(birth_date, 'YYYY-MM-DD') AS birth, sex,
        starts + shift AS starts, CASE WHEN discharged = admitted THEN ends + shift ELSE ends END AS ends,
        CASE
          WHEN episode = 0 THEN 'transfer without admission'
          WHEN before IS NOT NULL AND (before_discharged IS NULL OR before_discharged > admitted) OR shift > '11 hours'
            THEN 'overlaps another stay'
          WHEN transfer AND before_reason NOT IN (1, 4, 14) THEN 'transfer after the end'
          WHEN birth_date <> coalesce(charted_birth, first_birth) THEN 'differs from admission: birth_date'
          WHEN sex > 0 AND coalesce(charted_sex, first_sex) > 0 AND sex <> coalesce(charted_sex, first_sex)
            THEN 'differs from admission: sex'
          WHEN EXISTS (
            SELECT FROM clinic.episode_fact AS f
            WHERE f.organization_id = (SELECT access.organization()) AND f.patient_id = charted AND f.known_to = 'infinity'
              AND f.programme = 'substance_use'
              AND f.valid && tstzrange(starts + shift, greatest(ends, starts + shift + interval '1 hour')))
            THEN 'overlaps another stay'
        END AS fault
      FROM placed
    )
    SELECT *, bool_or(fault IS NOT NULL) OVER (
      PARTITION BY facility_id, client, episode ORDER BY admitted, transfer, line) AS is_refused
    FROM judged
    """

  static let refuseBroken: SQL = """
    WITH gone AS (
      DELETE FROM staged AS s USING chained AS c WHERE s.line = c.line AND c.is_refused
      RETURNING s.line, s.client, c.birth, c.sex, coalesce(c.fault, 'overlaps another stay') AS fault
    )
    INSERT INTO refused
    SELECT line,
      CASE fault
        WHEN 'differs from admission: birth_date' THEN 'birth_date'
        WHEN 'differs from admission: sex' THEN 'sex'
        WHEN 'overlaps another stay' THEN 'admission_date'
        ELSE 'transaction'
      END,
      CASE fault
        WHEN 'differs from admission: birth_date' THEN birth
        WHEN 'differs from admission: sex' THEN sex::text
        WHEN 'overlaps another stay' THEN ''
        ELSE 'T'
      END,
      split_part(fault, ': ', 1)
    FROM gone
    """

  /// Puts the records that are left of a chain under one episode, and those of a client under one patient.
  static let joinChains: SQL = """
    UPDATE staged AS s
    SET ordinal = j.ordinal, starts = j.starts, ends = j.ends, patient_id = j.patient_id,
      owns_patient = j.owns_patient, episode_id = j.episode_id, position = j.position,
      previous_stage = j.previous_stage, previous_reason = j.previous_reason, is_last = j.is_last, is_chained = true,
      chain_ends = j.chain_ends, chain_reason = j.chain_reason, chain_contact = j.chain_contact
    FROM (
      SELECT line, starts, ends, min(line) OVER (PARTITION BY facility_id, client) AS ordinal,
        coalesce(charted, first_value(patient_id) OVER client) AS patient_id,
        charted IS NULL AND lag(line) OVER client IS NULL AS owns_patient,
        first_value(episode_id) OVER chain AS episode_id,
        (row_number() OVER chain)::integer AS position,
        lag(stage) OVER chain AS previous_stage, lag(reason) OVER chain AS previous_reason,
        lead(line) OVER chain IS NULL AS is_last,
        last_value(ends) OVER whole AS chain_ends, last_value(reason) OVER whole AS chain_reason,
        last_value(last_contact) OVER whole AS chain_contact
      FROM chained
      WHERE NOT is_refused
      WINDOW client AS (PARTITION BY facility_id, client ORDER BY admitted, transfer, line),
        chain AS (PARTITION BY facility_id, client, episode ORDER BY admitted, transfer, line),
        whole AS (PARTITION BY facility_id, client, episode ORDER BY admitted, transfer, line
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
    ) AS j
    WHERE s.line = j.line
    """

  /// A move that the stage rules refuse takes all records of the client with it.
  static let refuseIllegal: SQL = """
    WITH rule AS MATERIALIZED (
      SELECT from_state, event, to_state FROM clinic.stage_rule WHERE retired_at IS NULL
    ), needed AS MATERIALIZED (
      SELECT DISTINCT stage::text AS stage, previous_stage::text AS previous, is_last AND ends IS NOT NULL AS ends,
        reason = 1 AS completed
      FROM staged
    ), illegal AS MATERIALIZED (
      SELECT stage, previous, ends, completed FROM needed
      WHERE (coalesce(previous, 'none'), CASE WHEN previous IS NULL THEN 'admit' ELSE 'transfer' END, stage)
          NOT IN (TABLE rule)
        OR ends AND NOT (stage, CASE WHEN completed THEN 'complete' ELSE 'discharge' END, 'ended') IN (TABLE rule)
    ), client AS (
      SELECT DISTINCT s.patient_id
      FROM staged AS s
      JOIN illegal AS i ON i.stage = s.stage::text AND i.previous IS NOT DISTINCT FROM s.previous_stage::text
        AND i.ends = (s.is_last AND s.ends IS NOT NULL) AND i.completed IS NOT DISTINCT FROM (s.reason = 1)
    ), gone AS (
      DELETE FROM staged AS s USING client AS c WHERE s.patient_id = c.patient_id RETURNING s.line
    )
    INSERT INTO refused SELECT line, 'service', '', 'move not allowed' FROM gone
    """
}
