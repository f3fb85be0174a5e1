import Foundation

/// By when doses are acted on, how long an order goes on unaccepted, and when shifts begin; from a file.
package struct MedicationPolicy: Hashable, Sendable {
  package let version: String
  /// Minutes before a dose is due from which it may be given.
  package let earlyMinutes: Int
  /// Minutes after which a dose that nobody acted on is late.
  package let lateMinutes: Int
  /// Minutes after which it is missed.
  package let missedMinutes: Int
  /// Hours for which an order goes on after a change of the stage without being accepted.
  package let graceHours: Int
  /// The shifts of a day, in order.
  package let shifts: [Shift]

  /// A part of the day that one team works.
  package struct Shift: Hashable, Sendable {
    package let name: Line
    package let begins: TimeOfDay
  }

  /// Reads the policy from a YAML file, of which `file` is the name for messages.
  package init(file: String, yaml bytes: [UInt8]) throws(InvalidFile) {
    let root = try FileNode(file: file, bytes: bytes)
    let keys = try root.keys(
      "version", "early_minutes", "late_minutes", "missed_minutes", "grace_hours", "shifts")
    version = try keys["version"].text()
    earlyMinutes = try Self.number(keys["early_minutes"], 0...720)
    lateMinutes = try Self.number(keys["late_minutes"], 0...720)
    missedMinutes = try Self.number(keys["missed_minutes"], 1...1_440)
    graceHours = try Self.number(keys["grace_hours"], 0...720)
    if missedMinutes < lateMinutes {
      throw root.refuse("has doses missed before they are late", remedy: "Let missed_minutes be the longer.")
    }
    var shifts: [Shift] = []
    for node in try keys.list("shifts") {
      let entry = try node.keys("name", "begins")
      guard let name = try? Line(try entry["name"].text(), field: "name"),
        let begins = try? TimeOfDay(try entry["begins"].text())
      else { throw node.refuse("is not a shift", remedy: "Give a name and a time like \"07:00\".") }
      guard shifts.last.map({ $0.begins < begins }) ?? true else {
        throw node.refuse("begins before the one above", remedy: "Write the shifts in the order of the day.")
      }
      shifts.append(Shift(name: name, begins: begins))
    }
    guard !shifts.isEmpty else { throw root.refuse("names no shifts", remedy: "Name one at least.") }
    self.shifts = shifts
  }

  private static func number(_ node: FileNode, _ range: ClosedRange<Int>) throws(InvalidFile) -> Int {
    let number = try node.number(as: Int.self)
    guard range.contains(number) else {
      throw node.refuse(
        "is not from \(range.lowerBound) to \(range.upperBound)", remedy: "Write a number like 60.")
    }
    return number
  }

  /// The shift that goes on at `time` where the clocks show `zone`, and when it began.
  ///
  /// Before the first of a day it is the last of the day before.
  package func shift(at time: Date, in zone: TimeZone) -> (name: Line, began: Date) {
    let today = Day(of: time, in: zone)
    let begun = shifts.map { (name: $0.name, began: $0.begins.instant(on: today, in: zone)) }
    let latest = begun.last { $0.began <= time }
    let last = shifts[shifts.count - 1]
    return latest ?? (last.name, last.begins.instant(on: today.adding(days: -1), in: zone))
  }

  private static let shippedPolicy = Result {
    try MedicationPolicy(file: "medication.yaml", yaml: PackageResources.medication_yaml)
  }

  /// The policy that comes with the software.
  package static func shipped() throws -> MedicationPolicy { try shippedPolicy.get() }
}
