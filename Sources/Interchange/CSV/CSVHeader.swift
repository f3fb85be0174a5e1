/// The columns that a kind of file has.
package protocol CSVColumn: CaseIterable, Hashable {
  /// The name in the header.
  var name: String { get }
}

/// Which field of a record belongs to which column, read from the first line of a file.
struct CSVHeader<Column: CSVColumn> {
  /// For every case of `Column`, in their order: the field it stands in.
  let fields: [Int]
  /// How many fields every record has.
  let width: Int

  /// Reads the header line.
  ///
  /// Throws `UnreadableFile` when the file is empty, or a column is missing, unknown (unless `allowingOthers`)
  /// or there twice.
  init(_ reader: inout CSVReader, allowingOthers: Bool = false) throws {
    guard try reader.next() else { throw UnreadableFile.empty }
    if let found = reader.defect { throw UnreadableFile.badHeader(column: found.column + 1, found.defect) }
    let columns = Dictionary(uniqueKeysWithValues: Column.allCases.map { ($0.name, $0) })
    var places: [Column: Int] = [:]
    for field in 0..<reader.count {
      let name = reader.text(field)
      if let column = columns[name] {
        guard places.updateValue(field, forKey: column) == nil else {
          throw UnreadableFile.repeatedColumn(name, at: field + 1)
        }
      } else if !allowingOthers {
        throw UnreadableFile.unknownColumn(name, at: field + 1)
      }
    }
    let missing = Column.allCases.filter { places[$0] == nil }
    guard missing.isEmpty else { throw UnreadableFile.missingColumns(missing.map(\.name)) }
    fields = Column.allCases.compactMap { places[$0] }
    width = reader.count
  }
}
