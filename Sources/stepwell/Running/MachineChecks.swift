import Foundation

/// What must hold on the machine that the command runs on.
enum MachineChecks {
  static func run(folder: String) -> [Finding] {
    var findings: [Finding] = []
    let free = try? FileManager.default.attributesOfFileSystem(forPath: folder)[.systemFreeSize] as? NSNumber
    if let gigabytes = free.map({ $0.doubleValue / 1e9 }) {
      findings.append(
        Finding(
          "disk", gigabytes >= 2, "\(Int(gigabytes)) GB free at \(folder)",
          else: gigabytes >= 0.5 ? .warn : .fail,
          "Make room: a full disk stops every write."))
    }
    findings += FileChecks.secret("token file", TokenFile.path(in: folder))
    findings.append(
      Finding(
        "clock", Date().timeIntervalSince1970 > 1_700_000_000, Date().text(in: .gmt) + " UTC", else: .fail,
        "Set the machine's clock: every record carries its time."))
    return findings
  }
}
