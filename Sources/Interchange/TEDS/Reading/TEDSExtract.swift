import Clinic

/// What a state holds after the files of several submissions, in the order in which they were sent.
///
/// A record that was changed counts as it was changed, one that was deleted does not count.
struct TEDSExtract {
  /// Where a record stands, for what is wrong with it.
  struct Place: Hashable {
    let file: String
    let line: Int
  }

  struct Entry {
    let place: Place
    let record: TEDSSubmissionRecord
  }

  private(set) var admissions: [String: Entry] = [:]
  /// By the key of their admission.
  private(set) var discharges: [String: Entry] = [:]
  /// Lines read so far.
  private(set) var read = 0

  /// Reads a file, and tells of each line that cannot be read.
  mutating func read(
    _ source: ByteSource, file: String, fault: (Place, TEDSSubmissionReader.Fault) throws -> Void
  ) throws {
    var reader = TEDSSubmissionReader(source)
    while let line = try reader.next() {
      read += 1
      let place = Place(file: file, line: line.number)
      guard let record = line.record, line.faults.isEmpty else {
        for one in line.faults { try fault(place, one) }
        continue
      }
      take(Entry(place: place, record: record))
    }
  }

  private mutating func take(_ entry: Entry) {
    let record = entry.record
    switch record.kind {
    case .admission:
      admissions[record.key] = record[.sds1] == .text("D") ? nil : entry
    case .discharge:
      discharges[record.admissionKey] = record[.dis1] == .text("D") ? nil : entry
    }
  }

  /// The admissions in the order in which they happened to each client: of those of one day, what ended on it comes first.
  var inOrder: [(key: String, entry: Entry)] {
    admissions.map { (key: $0, entry: $1) }.sorted { order($0) < order($1) }
  }

  private func order(_ admission: (key: String, entry: Entry)) -> Order {
    let record = admission.entry.record
    return Order(
      provider: record[.mds1]?.text ?? "", client: record[.mds2]?.text ?? "",
      admitted: record[.mds5]?.day?.daysSince2000 ?? 0, isTransfer: record[.mds4] == .text("T"),
      discharged: discharges[admission.key]?.record[.dis9]?.day?.daysSince2000 ?? .max, key: admission.key)
  }

  private struct Order: Comparable {
    let provider, client: String
    let admitted: Int32
    let isTransfer: Bool
    let discharged: Int32
    let key: String

    static func < (left: Order, right: Order) -> Bool {
      (left.provider, left.client, left.admitted, left.isTransfer ? 1 : 0, left.discharged, left.key)
        < (
          right.provider, right.client, right.admitted, right.isTransfer ? 1 : 0, right.discharged, right.key
        )
    }
  }
}

extension TEDSSubmissionRecord {
  /// Of a discharge, the key of the admission that it repeats.
  var admissionKey: String {
    var admission = TEDSSubmissionRecord(.admission)
    admission[.sds2] = self[.dis2]
    for element in TEDSElement.copied { admission[element.admission] = self[element.discharge] }
    return admission.key
  }
}
