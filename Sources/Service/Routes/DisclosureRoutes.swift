import Clinic
import Hummingbird
import Records

/// Records that leave the clinic, the accounting of it, and the notes that do not.
enum DisclosureRoutes {
  static let all = [
    Endpoint("/v1/disclosures", post: .needs(.disclosureMake, make)),
    Endpoint("/v1/patients/{id}/disclosures", get: .needs(.disclosureRead, list)),
    Endpoint(
      "/v1/patients/{id}/counselling-notes", get: .needs(.counsellingNoteRead, notes),
      post: .needs(.counsellingNoteWrite, write)),
  ]

  /// Answers `POST /v1/disclosures` with the document, once the ledger has it.
  @Sendable static func make(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller(.operations)
    let release = try ReleaseRequest(JSONNode(body: try await exchange.body())).release
    var ids = IdentifierSource(at: exchange.now)
    let bytes = try await exchange.records.disclose(release, id: ids.next(), as: caller) {
      JSON.bytes(ReleaseDocument($0))
    }
    return Response(
      status: .created,
      headers: [
        .contentType: "application/json", .location: "/v1/patients/\(release.patientID)/disclosures",
      ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// Answers `GET /v1/patients/{id}/disclosures?years=`.
  @Sendable static func list(_ exchange: Exchange) async throws -> Response {
    let years = try exchange.query("years").count("years", limit: 100, otherwise: 3)
    let id: Patient.ID = try exchange.id(of: "patient")
    let (patient, made) = try await exchange.records.run(
      as: exchange.caller(.operations), Action(.disclosureRead, patients: [id]), Patients.exists(id),
      Disclosures.of(id, years: Int32(years), until: exchange.now))
    guard patient else { throw NotFound("patient") }
    return exchange.answer(made.map(DisclosureRepresentation.init))
  }

  /// Answers `GET /v1/patients/{id}/counselling-notes`.
  @Sendable static func notes(_ exchange: Exchange) async throws -> Response {
    _ = try exchange.query()
    let id: Patient.ID = try exchange.id(of: "patient")
    let (patient, notes) = try await exchange.records.run(
      as: exchange.caller(), Action(.counsellingNoteRead, patients: [id]), Patients.exists(id),
      CounsellingNotes.of(id))
    guard patient else { throw NotFound("patient") }
    return exchange.answer(notes.map(CounsellingNoteRepresentation.init))
  }

  /// Answers `POST /v1/patients/{id}/counselling-notes`.
  @Sendable static func write(_ exchange: Exchange) async throws -> Response {
    let caller = try exchange.caller()
    let body = try await exchange.body()
    let members = try JSONNode(body: body).members(["text"], optional: ["at"])
    let at = try members.optional("at") { try $0.instant() }
    if let at, at > exchange.now { throw InvalidValue.inFuture("at") }
    let id: Patient.ID = try exchange.id(of: "patient")
    var ids = IdentifierSource(at: exchange.now)
    let note = CounsellingNote(
      id: ids.next(), patientID: id, at: at ?? exchange.now, text: try members["text"].note())
    return try await exchange.writing(
      body, as: caller,
      answer: { .created(CounsellingNoteRepresentation($0), at: "/v1/patients/\(id)/counselling-notes") }
    ) { once in
      try await exchange.records.write(note, as: caller, once: once)
      return note
    }
  }
}
