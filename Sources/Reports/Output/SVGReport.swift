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
  var largest: RetentionCurves {
    let limit = Canvas.styles.count
    guard curves.count > limit else { return self }
    let least = curves.map(\.count).sorted(by: >)[limit - 1]
    return RetentionCurves(self, showing: Array(curves.filter { $0.count >= least }.prefix(limit)))
  }
}
