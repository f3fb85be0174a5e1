import Clinic
import Foundation
import Postgres
import Records
import TestSupport
import Testing

/// Lists that show who patients are: the trail names everybody whom they showed, and nobody else.
@Suite(.database, .timeLimit(.minutes(10)))
struct PatientListTests {
  let world: TestWorld

  init() throws { world = try TestWorld() }

  @Test func `who saw a patient tells of a search and of the board, for whom they showed only`() async throws
  {
    let patient = try await world.patient()
    let other = try await world.patient("Bob", "Quite-Different")
    let bed = world.database.north.detoxBeds[0]
    _ = try await world.admit(patient, to: bed, hoursAgo: 5)
    let nurse = try await caller(.nurse)

    _ = try await search("zzyxperson", as: nurse)
    _ = try await board(as: nurse)

    #expect(try await whoSaw(patient, nurse: true) == ["board.read", "patient.search"])
    #expect(try await whoSaw(other, nurse: true) == [])
    _ = try await search("quite-different", as: nurse)
    #expect(try await whoSaw(other, nurse: true) == ["patient.search"])
  }

  @Test func `a list that shows nobody names nobody`() async throws {
    let patient = try await world.patient()
    _ = try await world.admit(patient, to: world.database.north.detoxBeds[0], hoursAgo: 5)

    #expect(try await search("qqqqqq").isEmpty)
    #expect(try await named(by: "patient.search") == ["{}"])
    let census = try await world.records.run(
      as: world.caller, Action(.boardRead), Board.census(at: world.hours(-1)))
    #expect(census.beds == 16 && census.occupied == [.stay: 1])
    #expect(try await named(by: "board.read") == ["{}"])
  }

  @Test func `a search keeps its order, and the trail names all of it once`() async throws {
    // The least alike first, so that neither the order of entry nor that of identifiers will do.
    var patients: [Patient.ID] = []
    for name in ["Zzyxpersonsdottirsdottir", "Zzyxpersonsdottir", "Zzyxpersons", "Zzyxperson"] {
      patients.append(try await world.patient("Al", name))
    }

    let found = try await search("al zzyxperson")

    #expect(found.map(\.id) == patients.reversed())
    let rows = try await named(by: "patient.search")
    #expect(rows.count == 1)
    #expect(rows.first.map(identifiers) == patients.map(\.description).sorted())
  }

  @Test func `whoever is turned away has seen nobody, and an earlier list is not theirs`() async throws {
    _ = try await world.patient()
    let porter = try await caller(.administrator)
    _ = try await search("zzyxperson")

    await #expect(throws: NotPermitted.self) { try await search("zzyxperson", as: porter) }
    #expect(try await search("qqqqqq").isEmpty)

    let rows = try await named(by: "patient.search")
    #expect(rows.count == 3 && rows.filter { $0 == "{}" }.count == 2)
  }

  @Test func `a chart that is closed is not named, though its bed is shown`() async throws {
    let patient = try await world.patient()
    _ = try await world.admit(patient, to: world.database.north.detoxBeds[0], hoursAgo: 5)
    try await world.records.restrict(
      ChartRestriction(
        id: TestDatabase.new(), patientID: patient, reason: Line("known to the staff"), at: TestDatabase.now),
      as: world.caller)
    let nurse = try await caller(.nurse)

    let places = try await board(as: nurse)
    let found = try await search("zzyxperson", as: nurse)

    #expect(places.count(where: \.isRestricted) == 1 && found.isEmpty)
    #expect(try await whoSaw(patient, nurse: true) == [])
    #expect(try await named(by: "board.read") == ["{}"])
  }

  @Test func `a board of 500 patients keeps its order and names them all`() async throws {
    try await fill(500)

    let places = try await board()

    let labels = places.map { "\($0.bed.unit)/\($0.bed.label)" }
    #expect(places.count == 508 && labels == labels.sorted())
    let row = try #require(try await named(by: "board.read").first)
    let shown = identifiers(row)
    #expect(shown.count == 500 && Set(shown) == Set(places.compactMap { $0.patientID?.description }))
    let last = try #require(places.compactMap(\.patientID).max { $0.description < $1.description })
    #expect(try await whoSaw(last) == ["board.read"])
  }

  /// Puts so many people into as many new beds of the north, each held for them.
  private func fill(_ count: Int) async throws {
    let (north, now) = (world.database.north.id, world.hours(-10))
    let organization = world.database.organization
    try await world.database.owner.run(
      before: [
        """
        CREATE TABLE public.person AS
        SELECT n, gen_random_uuid() AS id, gen_random_uuid() AS bed_id, s.id AS staff_id
        FROM generate_series(1, \(Int64(count))) AS n, access.staff AS s
        """,
        """
        INSERT INTO clinic.bed (organization_id, id, facility_id, unit_id, label, in_use)
        SELECT \(organization), p.bed_id, \(north), u.id, 'Z-' || to_char(p.n, 'FM000'), tstzrange(\(now), NULL)
        FROM public.person AS p, clinic.unit AS u
        WHERE u.facility_id = \(north) AND u.name = 'Residential'
        """,
        """
        INSERT INTO clinic.patient (organization_id, id, recorded_at, recorded_by)
        SELECT \(organization), id, \(now), staff_id FROM public.person
        """,
        """
        INSERT INTO clinic.demographics (
          organization_id, id, patient_id, given_name, family_name, birth_date_missing, sex_missing, race_missing,
          ethnicity_missing, known_from, recorded_by)
        SELECT \(organization), gen_random_uuid(), id, 'Testa', 'Zz' || n, 'refused', 'refused', 'refused', 'refused', \(now),
          staff_id
        FROM public.person
        """,
        """
        INSERT INTO clinic.occupation (
          organization_id, id, facility_id, bed_id, kind, patient_id, valid, known_from, recorded_by)
        SELECT \(organization), gen_random_uuid(), \(north), bed_id, 'hold', id, tstzrange(\(now), \(world.hours(10))),
          \(now), staff_id
        FROM public.person
        """,
      ])
  }

  private func caller(_ role: Role) async throws -> Caller {
    Caller(token: try await world.database.token(of: role), source: .cli, requestID: "test")
  }

  private func search(_ typed: String, as caller: Caller? = nil) async throws -> [PatientRecord] {
    try await world.records.run(
      as: caller ?? world.caller, Action(.patientSearch), list: Patients.search(try PatientSearch(typed)))
  }

  private func board(as caller: Caller? = nil) async throws -> [BoardPlace] {
    try await world.records.run(
      as: caller ?? world.caller, Action(.boardRead),
      list: Board.at(world.hours(-1), knownAt: nil, facility: world.database.north.id))
  }

  /// What was done with the patient by anybody, or by those who are not the administrator.
  private func whoSaw(_ patient: Patient.ID, nurse: Bool = false) async throws -> [String] {
    let accesses = try await world.records.run(
      as: try await caller(.privacyOfficer),
      Action("audit.who_saw", needs: .auditSearch, patients: [patient]),
      PatientAccess.of(patient, from: nil, to: nil))
    return accesses.filter { nurse ? $0.handle != "ada" : true }.flatMap(\.actions).filter {
      $0 != "audit.who_saw"
    }.sorted()
  }

  /// Whom the rows of an action name, as the table has it, in the order of the rows.
  private func named(by action: String) async throws -> [String] {
    try await world.database.owner.run(
      .all("SELECT patients::text FROM audit.event WHERE action = \(action) ORDER BY transaction") {
        try $0[0]
      })
  }

  private func identifiers(_ array: String) -> [String] {
    array.dropFirst().dropLast().split(separator: ",").map(String.init).sorted()
  }
}
