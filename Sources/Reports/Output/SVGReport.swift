extension CohortReport {
  /// The pictures of the report as one SVG document, one under the other; nil when none of its measures is drawn.
  package func svg() -> String? {
    let pictures = pictures
    guard !pictures.isEmpty else {
      return isEmpty && definition.isDrawn
        ? Self.document([], title: definition.title, description: Self.nobody) : nil
    }
    return Self.document(
      pictures, title: definition.title, description: pictures.map(\.summary).joined(separator: " "))
  }
}

extension CohortReport.Question {
  /// Whether there is a picture when there is somebody.
  var isDrawn: Bool {
    Measure.kinds.contains { $0.isDrawn && measures.contains($0.word) }
  }
}

extension RetentionCurves {
  /// As many curves as a picture can tell apart: the groups with the most people, in their order.
  var largest: RetentionCurves { RetentionCurves(self, showing: curves.largest(by: \.count)) }
}

extension Array {
  /// As many groups as a picture can tell apart: those with the most people, in their order.
  func largest(by count: KeyPath<Element, Int>) -> [Element] {
    let limit = Canvas.styles.count
    guard self.count > limit else { return self }
    let least = map { $0[keyPath: count] }.sorted(by: >)[limit - 1]
    return Array(filter { $0[keyPath: count] >= least }.prefix(limit))
  }
}
