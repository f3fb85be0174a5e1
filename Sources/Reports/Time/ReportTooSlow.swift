import Foundation

/// A report was stopped because its time was over; there are no figures, not even some.
package struct ReportTooSlow: Error, Hashable {
  /// For how long it had worked, and for how long it may.
  let duration: Duration
  let limit: Duration
  /// How the database would find the figures, a node a line; nil when not even that was found out in time.
  ///
  /// It has the conditions of the definition in it and no estimates, which would tell small counts.
  package let plan: String?

  package var code: String { "too-slow" }
  package var message: String {
    let sentence = "The report was stopped after \(duration.words); it may take \(limit.words)."
    return plan == nil ? "\(sentence) How it would be found could not be said in time, either." : sentence
  }
  package var remedy: String {
    "Narrow it, ask for fewer measures, or have it made by a schedule, which may take \(Duration.ofScheduledReport.words)."
  }
}

extension Duration {
  /// Such as `600 seconds`, and `1.2 seconds` where it is short.
  fileprivate var words: String {
    let tenths = Int(self / .milliseconds(100))
    let isWhole = tenths % 10 == 0 || tenths >= 100
    return "\(isWhole ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)") second\(tenths == 10 ? "" : "s")"
  }
}
