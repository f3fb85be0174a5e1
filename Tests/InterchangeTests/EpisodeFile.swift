import Foundation

@testable import Interchange

/// A file of treatment episodes for a test, made of records that are right but for what the test changes.
struct EpisodeFile {
  var records: [[TEDSColumn: String]] = []

  /// A residential stay of 30 days of a man of 30 with alcohol and ketamine, completed.
  static let plain: [TEDSColumn: String] = [
    .provider: "P1", .client: "C1", .coDependent: "2", .transaction: "A", .admission: "2024-03-01",
    .priorEpisodes: "1", .referralSource: "07", .birth: "1994-01-15", .sex: "1", .race: "05",
    .ethnicity: "05",
    .education: "12", .employment: "97", .substance1: "02", .route1: "01", .frequency1: "05", .age1: "16",
    .substance2: "20", .route2: "03", .frequency2: "03", .age2: "24", .substance3: "01", .route3: "96",
    .frequency3: "96", .age3: "96", .service: "05", .medication: "6", .detailed1: "0201", .detailed2: "2004",
    .detailed3: "9996", .pregnant: "6", .veteran: "2", .living: "03", .income: "98", .insurance: "21",
    .marital: "01",
    .daysWaiting: "007", .arrests: "96", .selfHelp: "01", .lastContact: "2024-03-31",
    .discharge: "2024-03-31",
    .reason: "01", .serviceAtDischarge: "05", .substanceAtDischarge: "02", .frequencyAtDischarge: "01",
    .employmentAtDischarge: "01", .livingAtDischarge: "03", .arrestsAtDischarge: "00",
    .selfHelpAtDischarge: "03",
  ]

  /// The same person in a hospital detox for ten days, then transferred.
  static let detox: [TEDSColumn: String] = [
    .service: "01", .serviceAtDischarge: "01", .admission: "2024-03-01", .discharge: "2024-03-11",
    .lastContact: "2024-03-11", .reason: "04",
  ]

  /// What a record that is still open leaves empty.
  static let open: [TEDSColumn: String] = [
    .lastContact: "", .discharge: "", .reason: "", .serviceAtDischarge: "", .substanceAtDischarge: "",
    .frequencyAtDischarge: "", .employmentAtDischarge: "", .livingAtDischarge: "", .arrestsAtDischarge: "",
    .selfHelpAtDischarge: "",
  ]

  /// A file with one record for each of `changes`, every one of another client unless it says whose.
  init(_ changes: [TEDSColumn: String]...) {
    for (index, change) in changes.enumerated() {
      let own = Self.plain.merging([.client: "C\(index + 1)"]) { $1 }
      records.append(own.merging(change) { $1 })
    }
  }

  var text: String {
    let header = TEDSColumn.allCases.map(\.name).joined(separator: ",")
    let lines = records.map { record in TEDSColumn.allCases.map { record[$0] ?? "" }.joined(separator: ",") }
    return ([header] + lines).joined(separator: "\n") + "\n"
  }

  var source: ByteSource { ByteSource(Array(text.utf8)) }

  /// The faults of the first record by itself, as `column: kind`.
  func faults() throws -> [String] {
    var reader = CSVReader(source)
    let header = try CSVHeader<TEDSColumn>(&reader)
    guard try reader.next() else { return ["no record"] }
    var record = TEDSRecord()
    record.read(reader, header)
    var faults: [String] = []
    record.check { faults.append("\($0.name): \($1.rawValue)") }
    return faults
  }
}
