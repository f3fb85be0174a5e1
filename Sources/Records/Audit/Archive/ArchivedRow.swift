import Foundation

/// A row of the trail with all its columns as texts, from its canonical bytes and back.
struct ArchivedRow {
  let at: String
  let organization_id: String?
  let staff_id: String?
  let session_id: String?
  let roles: String
  let purpose: String
  let action: String
  let outcome: String
  let patients: [String]
  let subject: String?
  let request_id: String
  let source: String
  let address: String?
  let consent_id: String?
  let transaction: Int64

  /// Reads canonical bytes; nil where they are not those of a row that an archive can hold.
  init?(_ bytes: ArraySlice<UInt8>) {
    var record = RecordReader(bytes)
    guard record.int32() == 15, let at = record.field(RecordType.time)?.int64,
      let organization = record.uuid(), let staff = record.uuid(), let session = record.uuid(),
      let roles = record.text(), let purpose = record.text(), let action = record.text(),
      let outcome = record.text(), let patients = record.uuids(), let subject = record.uuid(),
      let request = record.text(), let source = record.text(), let address = record.address(),
      let consent = record.uuid(), let transaction = record.field(RecordType.transaction)?.int64,
      record.isAtEnd
    else { return nil }
    self.at = ArchiveTime.text(at)
    (organization_id, staff_id, session_id) = (organization.value, staff.value, session.value)
    (self.roles, self.purpose, self.action, self.outcome) = (roles, purpose, action, outcome)
    (self.patients, self.subject, request_id) = (patients, subject.value, request)
    (self.source, self.address, consent_id) = (source, address.value, consent.value)
    self.transaction = transaction
  }

  /// The canonical bytes; nil where a text is not what its column holds.
  var bytes: [UInt8]? {
    guard let at = ArchiveTime.microseconds(at) else { return nil }
    var record = RecordWriter(fields: 15)
    record.add(RecordType.time, at.bigEndianBytes)
    record.uuid(organization_id)
    record.uuid(staff_id)
    record.uuid(session_id)
    for text in [roles, purpose, action, outcome] { record.add(RecordType.text, Array(text.utf8)) }
    record.uuids(patients)
    record.uuid(subject)
    record.add(RecordType.text, Array(request_id.utf8))
    record.add(RecordType.text, Array(source.utf8))
    record.address(address)
    record.uuid(consent_id)
    record.add(RecordType.transaction, transaction.bigEndianBytes)
    return record.isWhole ? record.bytes : nil
  }

  var line: String {
    var json = LineWriter("row")
    json.add("at", at)
    json.add("organization_id", organization_id)
    json.add("staff_id", staff_id)
    json.add("session_id", session_id)
    json.add("roles", roles)
    json.add("purpose", purpose)
    json.add("action", action)
    json.add("outcome", outcome)
    json.add("patients", patients)
    json.add("subject", subject)
    json.add("request_id", request_id)
    json.add("source", source)
    json.add("address", address)
    json.add("consent_id", consent_id)
    json.add("transaction", transaction)
    return json.line
  }
}

extension ArchivedRow {
  init(_ json: LineReader) throws {
    var json = json
    at = try json.text("at")
    organization_id = try json.optionalText("organization_id")
    staff_id = try json.optionalText("staff_id")
    session_id = try json.optionalText("session_id")
    roles = try json.text("roles")
    purpose = try json.text("purpose")
    action = try json.text("action")
    outcome = try json.text("outcome")
    patients = try json.texts("patients")
    subject = try json.optionalText("subject")
    request_id = try json.text("request_id")
    source = try json.text("source")
    address = try json.optionalText("address")
    consent_id = try json.optionalText("consent_id")
    transaction = try json.number("transaction")
    try json.end()
  }
}
