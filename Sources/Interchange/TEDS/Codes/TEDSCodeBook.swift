import Clinic

/// The codes of state submissions in one year.
///
/// Code sets drift: what was 1608 (ketamine among the sedatives) is 2004 (among the others) from 2006 on. The file
/// `teds_codes.csv` says which code was given in which years and what became of it; empty years know no limit.
package struct TEDSCodeBook: Hashable, Sendable {
  /// The year whose codes these are.
  package let year: Int16
  private let sets: [String: [Int16: TEDSCodeEntry]]

  /// The codes that may be given in `year`.
  ///
  /// Throws `UnreadableFile` where the shipped file is damaged.
  package init(year: Int16) throws {
    self.year = year
    sets = try Self.shipped.get()
  }

  /// Whether the code may be given in this year.
  package func isValid(_ code: Int16, in set: String) -> Bool {
    sets[set]?[code]?.isValid(in: year) ?? false
  }

  /// What the code is, in a few words, also one that is out of use; nil when there is none such.
  package func label(of code: Int16, in set: String) -> String? { sets[set]?[code]?.label }

  /// The code for the same in this year: what it became, or what it came from.
  ///
  /// Nil when there is none.
  package func code(_ code: Int16, in set: String) -> Int16? {
    guard let entries = sets[set], let entry = entries[code] else { return nil }
    if entry.isValid(in: year) { return code }
    if let next = entry.recodedTo, entries[next]?.isValid(in: year) == true { return next }
    return entries.values.filter { $0.recodedTo == code && $0.isValid(in: year) }.map(\.code).min()
  }

  /// A drug with its class as this year has them: the class follows the drug when the drug moved to another.
  package func drug(_ drug: Int16, of substance: Int16) -> (drug: Int16, substance: Int16)? {
    guard let current = code(drug, in: "detailed_drug") else { return nil }
    let moved = current != drug && drug / 100 == substance
    return (current, moved ? current / 100 : substance)
  }

  private static let shipped = Result {
    try TEDSCodeEntry.read(PackageResources.teds_codes_csv)
  }
}

/// One code of one set, with the years in which it may be given.
struct TEDSCodeEntry: Hashable, Sendable {
  let set: String
  let code: Int16
  let label: String
  let years: ClosedRange<Int16>
  let recodedTo: Int16?

  func isValid(in year: Int16) -> Bool { years.contains(year) }

  private enum Column: String, CSVColumn {
    case set = "code_set"
    case code, label
    case firstYear = "first_year"
    case lastYear = "last_year"
    case recodedTo = "recoded_to"

    var name: String { rawValue }
  }

  /// The codes of a file by set and code.
  static func read(_ bytes: [UInt8]) throws -> [String: [Int16: TEDSCodeEntry]] {
    var reader = CSVReader(ByteSource(bytes))
    let header = try CSVHeader<Column>(&reader)
    var sets: [String: [Int16: TEDSCodeEntry]] = [:]
    while try reader.next() {
      let fields = header.fields.map { reader.text($0) }
      guard fields.count == 6, let code = Int16(fields[1]) else {
        throw UnreadableFile.damagedResource("teds_codes.csv", line: reader.line)
      }
      let years = (Int16(fields[3]) ?? 0)...(Int16(fields[4]) ?? .max)
      sets[fields[0], default: [:]][code] = TEDSCodeEntry(
        set: fields[0], code: code, label: fields[2], years: years, recodedTo: Int16(fields[5]))
    }
    return sets
  }
}

extension UnreadableFile {
  static func damagedResource(_ name: String, line: Int) -> Self {
    Self(
      "damaged-resource", "Line \(line) of the shipped file \(name) cannot be read.",
      remedy: "Install the program again.")
  }
}
