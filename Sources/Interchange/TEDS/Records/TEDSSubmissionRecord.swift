import Clinic

/// An admission or a discharge as a state submission has it.
package struct TEDSSubmissionRecord: Hashable, Sendable {
  package let kind: TEDSLayout.Kind
  private var values: [TEDSValue?]

  /// A record in which nothing stands yet.
  package init(_ kind: TEDSLayout.Kind) {
    self.kind = kind
    values = Array(repeating: nil, count: TEDSElement.allCases.count)
  }

  package var layout: TEDSLayout { .of(kind) }

  /// What stands in an element; nil while nothing does, and for elements that the record does not have.
  package subscript(_ element: TEDSElement) -> TEDSValue? {
    get { values[element.rawValue] }
    set { values[element.rawValue] = newValue }
  }

  /// Writes a code, or the reason why there is none in the words that the element knows.
  mutating func set(_ element: TEDSElement, _ code: TEDSCode) {
    guard let field = layout.field(of: element) else { return }
    self[element] = .code(code.isValue ? code : field.reason(code))
  }

  /// What makes it one and the same record wherever it appears, without the reporting month and the transaction.
  ///
  /// A state refuses a second record with the same key.
  package var key: String {
    let elements: [TEDSElement] =
      switch kind {
      case .admission: [.sds2, .mds1, .mds2, .mds3, .mds4, .mds18, .mds5]
      case .discharge: [.dis2, .dis4, .dis5, .dis6, .dis7, .dis9]
      }
    return elements.map { element in
      switch self[element] {
      case .text(let text)?: text
      case .day(let day)?: day.description
      case .code(let code)?: String(code.rawValue)
      case nil: ""
      }
    }.joined(separator: "|")
  }

  /// The day of the event that it tells of.
  package var day: Day? { self[kind == .admission ? .mds5 : .dis9]?.day }

  /// The record as bytes, without a line end.
  ///
  /// Throws `UnwritableValue` when an element holds nothing, or what does not fit.
  func encoded() throws(UnwritableValue) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(layout.width)
    for field in layout.fields {
      guard let value = self[field.element] else { throw UnwritableValue(element: field.element) }
      try field.write(value, to: &bytes)
    }
    return bytes
  }

  /// Reads a record; tells every field that cannot be read, which then holds nothing.
  ///
  /// The bytes are as many as the layout has columns.
  init(
    _ kind: TEDSLayout.Kind, _ bytes: ArraySlice<UInt8>, _ book: TEDSCodeBook,
    defect: (TEDSField, TEDSField.Defect) -> Void
  ) {
    self.init(kind)
    for field in layout.fields {
      let start = bytes.startIndex + field.columns.lowerBound - 1
      do {
        self[field.element] = try field.read(bytes[start..<start + field.width], book)
      } catch {
        defect(field, error.defect)
      }
    }
  }
}
