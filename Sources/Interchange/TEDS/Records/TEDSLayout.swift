import Clinic

/// A record as a table of its fields: the one place that knows columns, widths and forms.
///
/// Encoder, decoder, edit rules and importer read it, so none of them can differ from another.
package struct TEDSLayout: Hashable, Sendable {
  /// The two records of a submission.
  package enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
    case admission, discharge
  }

  package let kind: Kind
  /// In the order of their columns, without gaps.
  package let fields: [TEDSField]
  private let places: [Int?]

  /// How many characters a record has.
  package var width: Int { fields.last?.columns.upperBound ?? 0 }

  /// The field of an element; nil when the record does not have it.
  package func field(of element: TEDSElement) -> TEDSField? {
    places[element.rawValue].map { fields[$0] }
  }

  /// The layout of a kind of record.
  package static func of(_ kind: Kind) -> TEDSLayout {
    switch kind {
    case .admission: admission
    case .discharge: discharge
    }
  }

  init(_ kind: Kind, _ rows: [(TEDSElement, String, Int, TEDSField.Form)]) {
    self.kind = kind
    var column = 1
    fields = rows.map { element, name, width, form in
      defer { column += width }
      return TEDSField(
        element: element, name: name, width: width, form: form, columns: column...column + width - 1)
    }
    var places = [Int?](repeating: nil, count: TEDSElement.allCases.count)
    for (index, field) in fields.enumerated() { places[field.element.rawValue] = index }
    self.places = places
  }
}

extension TEDSField.Form {
  /// A code that may be unknown or not collected.
  static func asked(_ set: String) -> Self { .code(set, missing: [.unknown, .notCollected]) }

  /// A code that may also not apply.
  static func asked(_ set: String, orNotApplicable: Bool) -> Self {
    .code(set, missing: [.notApplicable, .unknown, .notCollected])
  }
}
