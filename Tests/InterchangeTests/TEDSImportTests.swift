import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

@testable import Interchange

@Suite(.database, .timeLimit(.minutes(10))) struct TEDSImportTests {
  private func run(_ file: EpisodeFile, dryRun: Bool = false) async throws -> (ImportSummary, [String]) {
    try await run(file.source, dryRun: dryRun)
  }

  /// The summary, and the lines of the error report without their messages.
  private func run(_ source: ByteSource, dryRun: Bool = false) async throws -> (ImportSummary, [String]) {
    let test = try TestDatabase.required()
    let errors = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: errors) }
    let summary = try await TEDSImport(test.records, as: test.caller).run(
      source, errors: errors, dryRun: dryRun)
    var reader = CSVReader(try ByteSource(file: errors))
    var lines: [String] = []
    while try reader.next() { lines.append((0..<4).map { reader.text($0) }.joined(separator: ",")) }
    return (summary, Array(lines.dropFirst()))
  }

  /// The rows of a query as the owner sees them, each as one text.
  private func rows(_ sql: SQL) async throws -> [String] {
    try await TestDatabase.required().owner.run(
      .all("SELECT row::text AS text FROM (\(sql)) AS row") { try $0["text"] })
  }

  @Test func `a record becomes a person, an intake, an episode, a stay and its moves`() async throws {
    let (summary, faults) = try await run(EpisodeFile([:]))

    #expect(summary == ImportSummary(read: 1, stored: 1))
    #expect(faults == [])
    #expect(
      try await rows("SELECT name_missing, birth_date, sex, race, ethnicity FROM clinic.demographics")
        == ["(not_collected,1994-01-15,1,5,5)"])
    #expect(try await rows("SELECT system, value FROM clinic.patient_identifier") == ["(teds:P1,C1)"])
    #expect(
      try await rows(
        """
        SELECT referral_source, prior_episodes, education_years, employment, employment_missing, income_source_missing,
          pregnant, pregnant_missing, veteran, days_waiting, arrests_past_30_days, self_help FROM clinic.intake
        """) == ["(7,1,12,,unknown,not_collected,,not_applicable,f,7,96,1)"])
    #expect(
      try await rows(
        """
        SELECT rank, substance, detailed_drug, route, frequency, age_at_first_use FROM clinic.substance_use ORDER BY rank
        """) == ["(1,2,201,1,5,16)", "(2,20,2004,3,3,24)"])
    #expect(
      try await rows(
        """
        SELECT e.source_key, f.valid::text, f.discharge_reason, f.last_contact, s.stage, s.service, s.medication_assisted, s.end_reason
        FROM clinic.episode AS e
        JOIN clinic.episode_fact AS f ON f.episode_id = e.id
        JOIN clinic.stay_fact AS s ON s.episode_id = e.id AND s.valid = f.valid
        """)
        == [
          #"(P1|C1|2|A|05|2024-03-01,"[""2024-03-01 12:00:00+00"",""2024-03-31 12:00:00+00"")",1,2024-03-31,residential,5,,1)"#
        ])
    #expect(
      try await rows(
        "SELECT sequence, event, from_state, to_state, discharge_reason FROM clinic.move ORDER BY sequence")
        == ["(1,admit,none,residential,)", "(2,complete,residential,ended,1)"])
    #expect(
      try await rows(
        "SELECT service, substance, frequency, employment, arrests_past_30_days FROM clinic.discharge_status")
        == ["(5,2,1,1,0)"])
    #expect(
      try await rows(
        "SELECT slug, provider_code, time_zone FROM clinic.facility WHERE provider_code IS NOT NULL")
        == ["(p1,P1,UTC)"])
  }

  @Test func `a chain of records becomes one episode with a stay for each`() async throws {
    let chain = EpisodeFile(
      [.client: "C9", .transaction: "T", .admission: "2024-03-11"],
      EpisodeFile.detox.merging([.client: "C9"]) { $1 },
      EpisodeFile.open.merging([.client: "C9", .transaction: "T", .admission: "2024-03-31", .service: "07"]) {
        $1
      })

    let (summary, faults) = try await run(chain)

    #expect(summary == ImportSummary(read: 3, stored: 3))
    #expect(faults == [])
    #expect(
      try await rows(
        """
        SELECT sequence, event, from_state, to_state, discharge_reason, effective_at::date FROM clinic.move ORDER BY sequence
        """)
        == [
          "(1,admit,none,detox,,2024-03-01)", "(2,transfer,detox,residential,4,2024-03-11)",
          "(3,transfer,residential,aftercare,1,2024-03-31)",
        ])
    #expect(
      try await rows("SELECT upper_inf(valid), discharge_reason, lower(valid)::date FROM clinic.episode_fact")
        == ["(t,,2024-03-01)"])
    #expect(try await rows("SELECT count(*) FROM clinic.patient") == ["(1)"])
    #expect(try await rows("SELECT count(*) FROM clinic.intake") == ["(3)"])
  }

  @Test func `stays of one day follow one another on that day`() async throws {
    let day = [TEDSColumn.client: "C1", .lastContact: "2024-03-01", .discharge: "2024-03-01", .reason: "04"]
    let (summary, _) = try await run(
      EpisodeFile(
        day.merging([.service: "01"]) { $1 }, day.merging([.transaction: "T", .service: "04"]) { $1 },
        [.client: "C1", .transaction: "T"]))

    #expect(summary.stored == 3)
    #expect(
      try await rows(
        "SELECT to_char(lower(valid), 'DD HH24'), to_char(upper(valid), 'DD HH24') FROM clinic.stay_fact ORDER BY 1"
      )
        == [#"("01 12","01 13")"#, #"("01 13","01 14")"#, #"("01 14","31 12")"#])
  }

  @Test func `the same file again changes nothing, and a changed record is told`() async throws {
    var file = EpisodeFile([:], [:], EpisodeFile.open)
    _ = try await run(file)
    let before = try await rows("SELECT * FROM clinic.stay_fact ORDER BY id")

    let (again, faults) = try await run(file)

    #expect(again == ImportSummary(read: 3, unchanged: 3))
    #expect(faults == [])
    file.records[1][.arrests] = "01"
    let (changed, told) = try await run(file)
    #expect(changed == ImportSummary(read: 3, unchanged: 2, rejected: 1))
    #expect(told == ["3,client_id,C2,changed since import"])
    #expect(try await rows("SELECT * FROM clinic.stay_fact ORDER BY id") == before)
    #expect(try await rows("SELECT action FROM audit.event WHERE action LIKE 'import%'").count == 3)
  }

  @Test func `a later episode of a person goes into the chart that is there`() async throws {
    _ = try await run(EpisodeFile([:]))
    let later = [
      TEDSColumn.client: "C1", .admission: "2025-01-01", .lastContact: "", .discharge: "2025-02-01",
    ]

    let (summary, faults) = try await run(
      EpisodeFile(later, later.merging([.admission: "2024-03-02", .discharge: "2024-03-20"]) { $1 }))

    // The second line lies in the stay that is stored, and spoils nothing else.
    #expect(faults == ["3,admission_date,,overlaps another stay"])
    #expect(summary == ImportSummary(read: 2, stored: 1, rejected: 1))
    #expect(try await rows("SELECT count(*) FROM clinic.patient") == ["(1)"])
  }

  @Test(
    arguments: [
      ([[:], [:]], ["3,client_id,C1,duplicate"]),
      ([[.transaction: "T"]], ["2,transaction,T,transfer without admission"]),
      ([[:], [.admission: "2024-03-10"]], ["3,admission_date,,overlaps another stay"]),
      (
        [EpisodeFile.open, [.admission: "2024-05-01", .lastContact: "", .discharge: "2024-06-01"]],
        ["3,admission_date,,overlaps another stay"]
      ),
      (
        [
          [.reason: "02"],
          [.transaction: "T", .admission: "2024-04-01", .lastContact: "", .discharge: "2024-05-01"],
        ],
        ["3,transaction,T,transfer after the end"]
      ),
      (
        [EpisodeFile.detox, [.transaction: "T", .admission: "2024-03-11", .birth: "1990-01-01"]],
        ["3,birth_date,1990-01-01,differs from admission"]
      ),
      (
        [
          EpisodeFile.detox, [.transaction: "T", .admission: "2024-03-11", .sex: "2"],
          [
            .transaction: "T", .admission: "2024-03-31", .service: "07", .lastContact: "",
            .discharge: "2024-04-30",
          ],
        ],
        ["3,sex,2,differs from admission", "4,admission_date,,overlaps another stay"]
      ),
    ] as [([[TEDSColumn: String]], [String])])
  func `records that do not go together are refused, the others stored`(
    changes: [[TEDSColumn: String]], faults: [String]
  ) async throws {
    var file = EpisodeFile()
    file.records = changes.map { EpisodeFile.plain.merging($0) { $1 } }

    let (summary, told) = try await run(file)

    #expect(told == faults)
    #expect(
      summary
        == ImportSummary(read: changes.count, stored: changes.count - faults.count, rejected: faults.count))
    #expect(try await rows("SELECT stay_id FROM clinic.import_row").count == summary.stored)
  }

  @Test func `a move that the stage rules forbid is refused`() async throws {
    let test = try TestDatabase.required()
    _ = try await test.owner.run(
      .execute(
        "UPDATE clinic.stage_rule SET retired_at = now() WHERE from_state = 'residential' AND event = 'complete'"
      ))

    let (summary, faults) = try await run(EpisodeFile([:], [.reason: "02"]))

    #expect(faults == ["2,service,,move not allowed"])
    #expect(summary == ImportSummary(read: 2, stored: 1, rejected: 1))
  }

  @Test func `who works in one facility brings no other`() async throws {
    let test = try TestDatabase.required()
    _ = try await test.owner.run(.execute("UPDATE access.staff_role SET facility_id = \(test.north.id)"))

    let (summary, faults) = try await run(EpisodeFile([:]))

    #expect(faults == ["2,provider_id,P1,facility not permitted"])
    #expect(summary == ImportSummary(read: 1, rejected: 1))
  }

  @Test func `two providers of almost one name are two facilities`() async throws {
    let (summary, _) = try await run(
      EpisodeFile([.provider: "P1"], [.provider: "p1"], [.provider: "NORTH"], [.provider: "P1"]))

    #expect(summary.stored == 4)
    let slugs = try await rows(
      "SELECT slug FROM clinic.facility WHERE provider_code IS NOT NULL ORDER BY slug")
    #expect(slugs.count == 3)
    #expect(slugs.contains("(p1)"))
    #expect(!slugs.contains("(north)"))
  }

  @Test func `noon is that of the facility, also while its clocks are put forward`() async throws {
    let test = try TestDatabase.required()
    _ = try await test.owner.run(
      .execute("UPDATE clinic.facility SET provider_code = 'P1' WHERE id = \(test.north.id)"))

    let (summary, _) = try await run(EpisodeFile([:]))

    #expect(summary.stored == 1)
    #expect(
      try await rows(
        "SELECT lower(valid) AT TIME ZONE 'America/New_York', upper(valid) AT TIME ZONE 'America/New_York' FROM clinic.stay_fact"
      ) == [#"("2024-03-01 12:00:00","2024-03-31 12:00:00")"#])
  }

  @Test func `a dry run tells the same and stores nothing`() async throws {
    let (summary, faults) = try await run(EpisodeFile([:], [.sex: "M"]), dryRun: true)

    #expect(summary == ImportSummary(read: 2, stored: 1, rejected: 1))
    #expect(faults == ["3,sex,M,unknown code"])
    for table in ["patient", "episode", "stay", "move", "import_row"] {
      #expect(try await rows(SQL(unsafe: "SELECT organization_id FROM clinic.\(table)")) == [])
    }
    #expect(
      try await rows("SELECT action FROM audit.event WHERE action LIKE 'import%'") == [
        "(import.teds.dry-run)"
      ])
  }

  @Test func `rows that are not records of the file are told with their line`() async throws {
    let good = EpisodeFile([:]).text
    let record = good.split(separator: "\n")[1]
    let nul = record.replacing("C1,", with: "C\u{0}1,")
    let bytes =
      Array(good.utf8) + Array("\(nul)\n\(record),more\n".utf8) + [0x50, 0xFF, 0x0A] + Array("\n\n".utf8)

    let (summary, faults) = try await run(ByteSource(bytes))

    #expect(summary == ImportSummary(read: 4, stored: 1, rejected: 3))
    #expect(
      faults == ["3,client_id,,NUL byte", "4,,50 fields,ragged row", "5,provider_id,,invalid UTF-8"])
  }

  @Test(arguments: [
    ("", "empty-file"),
    ("provider_id\nP1\n", "missing-column"),
    (EpisodeFile([:]).text.replacing("sub2,", with: "sub9,"), "unknown-column"),
    (EpisodeFile([:]).text.replacing("route2,", with: "route1,"), "repeated-column"),
    (EpisodeFile([:], [:]).text + "\"P1,C3,2", "open-quote"),
  ])
  func `a file that is no such file is refused as a whole`(text: String, code: String) async throws {
    let error = await #expect(throws: UnreadableFile.self) { _ = try await run(ByteSource(Array(text.utf8))) }

    #expect(error?.code == code)
    #expect(error?.message.hasPrefix("Line ") == true)
    #expect(try await rows("SELECT id FROM clinic.patient") == [])
  }
}
