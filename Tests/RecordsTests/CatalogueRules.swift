import Postgres

/// A rule of the schema, as a question to the catalogue.
struct CatalogueRule: Sendable {
  let name: String
  /// Names whatever breaks the rule, one text a row.
  let offenders: SQL
  /// Statements that break the rule, which prove that the question would find it.
  ///
  /// None where they would reach beyond
  /// one database.
  let breach: [SQL]

  init(_ name: String, offenders: SQL, breach: [SQL] = []) {
    self.name = name
    self.offenders = offenders
    self.breach = breach
  }

  var query: Query<[String]> { .all(offenders) { try $0[0] } }

  static let all = rowLevelSecurity + keys + service
}

/// The schemas that are ours.
private let ours: SQL = "ARRAY['reference', 'clinic', 'access', 'audit', 'report']"

extension CatalogueRule {
  static let rowLevelSecurity = [
    CatalogueRule(
      "every clinic table has row-level security, forced, with a policy",
      offenders: """
        SELECT c.oid::regclass::text FROM pg_class AS c
        WHERE c.relnamespace = 'clinic'::regnamespace AND c.relkind IN ('r', 'p')
          AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid))
        """,
      breach: ["ALTER TABLE clinic.move NO FORCE ROW LEVEL SECURITY"]),
    CatalogueRule(
      "every policy of a clinic table looks at the organization",
      offenders: """
        SELECT p.polname || ' on ' || p.polrelid::regclass FROM pg_policy AS p
        JOIN pg_class AS c ON c.oid = p.polrelid
        WHERE c.relnamespace = 'clinic'::regnamespace
          AND replace(
            coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), ''),
            '( SELECT access.organization() AS organization)', 'access.organization()')
            NOT LIKE '%organization_id = access.organization()%'
        """,
      breach: ["CREATE POLICY everything ON clinic.move USING (true)"]),
    CatalogueRule(
      "the audit trail and its partitions have row-level security, forced",
      offenders: """
        SELECT c.oid::regclass::text FROM pg_class AS c
        WHERE c.relnamespace = 'audit'::regnamespace AND c.relkind IN ('r', 'p')
          AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
        """,
      breach: ["CREATE TABLE audit.aside (at timestamptz)"]),
    CatalogueRule(
      "views see with the eyes of who asks",
      offenders: """
        SELECT c.oid::regclass::text FROM pg_class AS c
        WHERE c.relnamespace::regnamespace::text = ANY (\(ours)) AND c.relkind IN ('v', 'm')
          AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)
        """,
      breach: ["CREATE VIEW report.everyone AS SELECT * FROM clinic.patient"]),
  ]

  static let keys = [
    CatalogueRule(
      "every primary, unique and exclusion key of a clinic table begins with the organization",
      offenders: """
        SELECT i.indexrelid::regclass::text FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid
        WHERE c.relnamespace = 'clinic'::regnamespace AND (i.indisunique OR i.indisexclusion)
          AND NOT EXISTS (
            SELECT FROM pg_attribute AS a
            WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND a.attnum = i.indkey[0])
        """,
      breach: ["CREATE UNIQUE INDEX ON clinic.bed (id)"]),
    CatalogueRule(
      "every foreign key between clinic tables ties organization to organization",
      offenders: """
        SELECT k.conname || ' on ' || k.conrelid::regclass FROM pg_constraint AS k
        JOIN pg_class AS c ON c.oid = k.conrelid JOIN pg_class AS target ON target.oid = k.confrelid
        WHERE k.contype = 'f' AND c.relnamespace = 'clinic'::regnamespace
          AND target.relnamespace <> 'reference'::regnamespace
          AND NOT EXISTS (
            SELECT FROM unnest(k.conkey, k.confkey) AS pair (mine, theirs)
            JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = pair.mine
            JOIN pg_attribute AS b ON b.attrelid = k.confrelid AND b.attnum = pair.theirs
            WHERE a.attname = 'organization_id' AND b.attname = 'organization_id')
        """,
      breach: [
        "CREATE TABLE clinic.loose (code text PRIMARY KEY)",
        "CREATE TABLE clinic.looser (code text REFERENCES clinic.loose)",
      ]),
    CatalogueRule(
      "every clinic table names its organization, and it cannot be left out",
      offenders: """
        SELECT c.oid::regclass::text FROM pg_class AS c
        WHERE c.relnamespace = 'clinic'::regnamespace AND c.relkind IN ('r', 'p')
          AND NOT EXISTS (
            SELECT FROM pg_attribute AS a
            WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND a.attnotnull)
        """,
      breach: ["CREATE TABLE clinic.nobodys (n integer)"]),
    CatalogueRule(
      "clinic tables have no triggers",
      offenders: """
        SELECT t.tgname || ' on ' || t.tgrelid::regclass FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
        WHERE c.relnamespace = 'clinic'::regnamespace AND NOT t.tgisinternal
        """,
      breach: [
        """
        CREATE TRIGGER quiet BEFORE UPDATE ON clinic.bed
        FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()
        """
      ]),
    CatalogueRule(
      "no constraint can be put off to the end of the transaction",
      offenders: """
        SELECT k.conname || ' on ' || k.conrelid::regclass FROM pg_constraint AS k
        WHERE k.condeferrable AND k.connamespace::regnamespace::text = ANY (\(ours))
        """,
      breach: [
        "ALTER TABLE clinic.bed ADD CONSTRAINT later UNIQUE (organization_id, label, unit_id) DEFERRABLE"
      ]),
  ]

  static let service = [
    CatalogueRule(
      "the service's role has no special power and belongs to no other role",
      offenders: """
        SELECT rolname::text FROM pg_roles
        WHERE rolname = 'stepwell_app' AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)
        UNION ALL
        SELECT roleid::regrole::text FROM pg_auth_members WHERE member = 'stepwell_app'::regrole
        """),
    CatalogueRule(
      "the service's role owns nothing",
      offenders: """
        SELECT classid::regclass || ' ' || objid FROM pg_shdepend
        WHERE refclassid = 'pg_authid'::regclass AND refobjid = 'stepwell_app'::regrole AND deptype = 'o'
          AND dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
        """,
      breach: [
        "CREATE TABLE public.owned (n integer)",
        "ALTER TABLE public.owned OWNER TO stepwell_app",
      ]),
    CatalogueRule(
      "functions that run with their owner's rights are those we know",
      offenders: """
        SELECT p.oid::regprocedure::text FROM pg_proc AS p
        WHERE p.prosecdef AND p.pronamespace::regnamespace::text = ANY (\(ours) || ARRAY['public'])
          AND p.oid::regprocedure::text NOT IN
            ('access.begin(bytea,text,text,text,timestamp with time zone)', 'audit.make_partitions(date,integer)',
             'access.break_glass(uuid,uuid,text,date,text,timestamp with time zone,timestamp with time zone)',
             'access.closed_occupations(tstzrange,timestamp with time zone)',
             'access.closed_occupations(uuid,tstzrange,timestamp with time zone)',
             'access.holds_everywhere(text,timestamp with time zone)',
             'access.due_report_schedules(timestamp with time zone)',
             'access.report_schedule_failed(uuid,bytea,timestamp with time zone,timestamp with time zone,timestamp with time zone,text,timestamp with time zone)',
             'access.enquiries_of(uuid)', 'access.has_enquiry(uuid)',
             'access.sign_in_candidates(text,text,bytea[],timestamp with time zone)',
             'access.sign_in_failed(bytea,bytea,uuid,uuid,text,text,text,inet,timestamp with time zone)',
             'access.start_session(bytea,uuid,uuid,uuid,text,bigint,bytea,text,interval,timestamp with time zone,bytea[],text,text,inet,timestamp with time zone)',
             'access.factor_at_sign_in(uuid,uuid,bytea,timestamp with time zone)', 'access.my_factor()',
             'access.begin_factor(bytea,bytea,timestamp with time zone)',
             'access.confirm_factor(bytea,bigint,bytea[],timestamp with time zone)',
             'access.renew_recovery_codes(bigint,bytea,bytea[],timestamp with time zone)',
             'access.remove_factor(bigint,bytea,timestamp with time zone)',
             'access.forget_failures(timestamp with time zone)', 'access.role_list(timestamp with time zone)',
             'access.define_role(text,text,text,text[],boolean,timestamp with time zone)',
             'access.keep_roles(text[],timestamp with time zone)', 'access.unknown_roles(text[])',
             'access.rehash(uuid,uuid,text,text)',
             'access.my_sessions(timestamp with time zone)',
             'access.end_session(uuid,timestamp with time zone)',
             'access.end_other_sessions(timestamp with time zone)',
             'access.my_credential(bytea,timestamp with time zone)',
             'access.change_password(text,text,timestamp with time zone)',
             'access.issue_token(bytea,uuid,text,text[],timestamp with time zone,timestamp with time zone)',
             'access.staff_list(timestamp with time zone)', 'access.is_alone()',
             'access.holds(text,uuid,timestamp with time zone)',
             'access.stock_given(uuid,text,text,timestamp with time zone,timestamp with time zone)',
             'access.add_staff(uuid,text,text,text[],uuid,text,timestamp with time zone,timestamp with time zone)',
             'access.set_disabled(uuid,boolean,timestamp with time zone)',
             'access.reset_password(uuid,text,timestamp with time zone,timestamp with time zone)',
             'access.grant_role(uuid,text,uuid,timestamp with time zone,timestamp with time zone)',
             'access.revoke_role(uuid,text,timestamp with time zone)',
             'audit.unsealed(integer)',
             'audit.add_seal(bigint,timestamp with time zone,xid8,xid8,bigint,bytea,bytea,bytea,bytea)',
             'access.write_refusal(bytea,text,text,text,uuid[],uuid,text,text,inet,timestamp with time zone)')
        """,
      breach: [
        "CREATE FUNCTION report.peek() RETURNS integer LANGUAGE sql SECURITY DEFINER RETURN 1"
      ]),
    CatalogueRule(
      "functions that run with their owner's rights fix their search path and are not for everybody",
      offenders: """
        SELECT p.oid::regprocedure::text FROM pg_proc AS p
        WHERE p.prosecdef AND p.pronamespace::regnamespace::text = ANY (\(ours))
          AND (p.proconfig IS NULL OR NOT 'search_path=pg_catalog' = ANY (p.proconfig)
            OR EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) WHERE grantee = 0))
        """,
      breach: ["GRANT EXECUTE ON FUNCTION audit.make_partitions TO PUBLIC"]),
    CatalogueRule(
      "the service may only add to the audit trail, and only through the whole",
      offenders: """
        SELECT c.oid::regclass || ' ' || power FROM pg_class AS c,
          unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES']) AS power
        WHERE c.relnamespace = 'audit'::regnamespace AND c.relkind IN ('r', 'p')
          AND has_table_privilege('stepwell_app', c.oid, power)
        UNION ALL
        SELECT c.oid::regclass || ' by itself' FROM pg_class AS c
        WHERE c.relnamespace = 'audit'::regnamespace AND c.relispartition
          AND has_table_privilege('stepwell_app', c.oid, 'SELECT, INSERT')
        """,
      breach: ["GRANT DELETE ON audit.event_elsewhen TO stepwell_app"]),
    CatalogueRule(
      "the service cannot remove from a clinic table",
      offenders: """
        SELECT c.oid::regclass || ' ' || power FROM pg_class AS c,
          unnest(ARRAY['DELETE', 'TRUNCATE', 'TRIGGER']) AS power
        WHERE c.relnamespace = 'clinic'::regnamespace AND c.relkind IN ('r', 'p')
          AND has_table_privilege('stepwell_app', c.oid, power)
        """,
      breach: ["GRANT DELETE ON clinic.enquiry TO stepwell_app"]),
    CatalogueRule(
      "of a fact the service may change only when it ceased to be held true",
      offenders: """
        SELECT c.oid::regclass || '.' || a.attname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'clinic'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0
          AND EXISTS (SELECT FROM pg_attribute AS k WHERE k.attrelid = c.oid AND k.attname = 'known_to')
          AND a.attname <> 'known_to' AND has_column_privilege('stepwell_app', c.oid, a.attnum, 'UPDATE')
        """,
      breach: ["GRANT UPDATE (stage) ON clinic.stay_fact TO stepwell_app"]),
    CatalogueRule(
      "the service can read no session and no role by itself",
      offenders: """
        SELECT c.oid::regclass::text FROM pg_class AS c
        WHERE c.oid IN ('access.session'::regclass, 'access.staff_role'::regclass, 'access.role'::regclass,
            'access.credential'::regclass, 'access.sign_in_failure'::regclass, 'access.second_factor'::regclass,
            'access.recovery_code'::regclass)
          AND has_table_privilege('stepwell_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE')
        """,
      breach: ["GRANT SELECT ON access.session TO stepwell_app"]),
  ]
}
