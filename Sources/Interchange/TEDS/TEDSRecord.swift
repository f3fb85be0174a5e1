import Clinic

/// One record of the file as its fields say, whether they go together or not.
struct TEDSRecord {
  /// The codes by the index of their column; `.blank` in the places of texts and dates.
  private var codes: [TEDSCode]
  var provider: [UInt8] = []
  var client: [UInt8] = []
  /// Whether it is a transfer (T) within an episode that an admission (A) began; nil when it says neither.
  var isTransfer: Bool?
  var admission: TEDSDate = .blank
  var birth: TEDSDate = .blank
  var lastContact: TEDSDate = .blank
  var discharge: TEDSDate = .blank

  init() {
    codes = Array(repeating: .blank, count: TEDSColumn.allCases.count)
  }

  subscript(_ column: TEDSColumn) -> TEDSCode { codes[column.rawValue] }

  /// Reads the present record of `reader`, whose fields stand where `header` says.
  mutating func read(_ reader: borrowing CSVReader, _ header: CSVHeader<TEDSColumn>) {
    for (index, table) in TEDSCodes.tables.enumerated() {
      guard let table else { continue }
      codes[index] = table.read(reader[header.fields[index]])
    }
    provider = Array(reader[header[.provider]])
    client = Array(reader[header[.client]])
    isTransfer =
      switch Array(reader[header[.transaction]]) {
      case [UInt8(ascii: "A")]: false
      case [UInt8(ascii: "T")]: true
      default: nil
      }
    admission = TEDSDate(reader[header[.admission]])
    birth = TEDSDate(reader[header[.birth]])
    lastContact = TEDSDate(reader[header[.lastContact]])
    discharge = TEDSDate(reader[header[.discharge]])
  }
}

extension CSVHeader<TEDSColumn> {
  subscript(_ column: TEDSColumn) -> Int { fields[column.rawValue] }
}

/// A date field.
enum TEDSDate: Hashable {
  case day(Day)
  case blank
  /// The reason why there is none, as birth dates have it.
  case missing(TEDSCode)
  /// Not a day of the calendar.
  case impossible

  /// Reads `2024-02-29`; also `01010007` and `01010008`, with which a submission says unknown and not collected.
  init(_ field: ArraySlice<UInt8>) {
    func number(_ from: Int, _ digits: Int) -> Int? {
      var sum = 0
      for byte in field[(field.startIndex + from)...].prefix(digits) {
        guard (48...57).contains(byte) else { return nil }
        sum = 10 * sum + Int(byte) - 48
      }
      return sum
    }
    let dash = UInt8(ascii: "-")
    if field.isEmpty {
      self = .blank
    } else if field.count == 10, field[field.startIndex + 4] == dash, field[field.startIndex + 7] == dash,
      let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
      let found = Day(year: year, month: month, day: day)
    {
      self = .day(found)
    } else if field.elementsEqual("01010007".utf8) {
      self = .missing(.unknown)
    } else if field.elementsEqual("01010008".utf8) {
      self = .missing(.notCollected)
    } else {
      self = .impossible
    }
  }

  var day: Day? {
    if case .day(let day) = self { day } else { nil }
  }
}
