import Foundation

/// A folder of outputs of one schedule, of which only the newest are kept.
struct ReportFolder: Sendable {
  let url: URL
  let keep: Int

  init(_ url: URL, keep: Int) {
    (self.url, self.keep) = (url, keep)
  }

  /// Writes the forms of a report, each replaced as a whole, and removes the outputs that are too many.
  func write(_ report: ReleasedReport, of due: Date, as forms: [ReportSchedule.Form]) throws {
    let files = FileManager.default
    try files.createDirectory(
      at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    for form in forms {
      let text =
        switch form {
        case .text: report.text()
        case .csv: report.csv()
        case .json: try report.json()
        case .html: report.html()
        case .svg: report.svg()
        }
      let path = url.appending(path: "\(Self.stamp(due)).\(form == .text ? "txt" : form.rawValue)").path
      let temporary = url.appending(path: ".\(UUID().uuidString).part").path
      let isWritten = files.createFile(
        atPath: temporary, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
      guard isWritten, rename(temporary, path) == 0 else {
        try? files.removeItem(atPath: temporary)
        throw CocoaError(.fileWriteUnknown)
      }
    }
    try tidy()
  }

  /// Removes all but the newest outputs, and what an interrupted run has left.
  private func tidy() throws {
    let files = FileManager.default
    let names = try files.contentsOfDirectory(atPath: url.path)
    let outputs = names.filter { Self.isOutput($0) }
    let kept = Set(outputs.map { $0.prefix(16) }).sorted(by: >).prefix(keep)
    let left = names.filter { $0.hasPrefix(".") && $0.hasSuffix(".part") }
    for name in outputs.filter({ !kept.contains($0.prefix(16)) }) + left {
      try files.removeItem(at: url.appending(path: name))
    }
  }

  /// `2026-06-15T0600Z`: the same time has the same name, so that what is made again replaces what there was.
  static func stamp(_ due: Date) -> String {
    String(due.formatted(.iso8601).replacing(":", with: "").prefix(15)) + "Z"
  }

  private static func isOutput(_ name: String) -> Bool {
    let (stamp, ending) = (Array(name.utf8.prefix(16)), name.dropFirst(16))
    let pattern = Array("dddd-dd-ddTddddZ".utf8)
    return stamp.count == 16
      && zip(stamp, pattern).allSatisfy { $1 == UInt8(ascii: "d") ? (48...57).contains($0) : $0 == $1 }
      && [".txt", ".csv", ".json", ".html", ".svg"].contains(ending)
  }
}
