import Foundation

/// What was measured of a person at one time.
///
/// A sign that is not in it was not asked for; one that was and could not be measured says why.
package struct Vitals: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Vitals>

  /// The scale for the oxygen saturation of NEWS2: the second only where it is ordered for the person, who is used to
  /// too much carbon dioxide.
  package enum Scale: Int16, CaseIterable, Hashable, Sendable, Codable {
    case first = 1
    case second = 2
  }

  package let id: ID
  package let episodeID: Episode.ID
  package let at: Date
  package let scale: Scale
  package let readings: [VitalSign: Reading]
  /// The signs whose unlikely values were asked about and are right.
  package let confirmed: Set<VitalSign>
  package let note: Line?

  package init(
    id: ID, episodeID: Episode.ID, at: Date, scale: Scale = .first, readings: [VitalSign: Reading],
    confirmed: Set<VitalSign> = [], note: Line? = nil
  ) {
    self.id = id
    self.episodeID = episodeID
    self.at = at
    self.scale = scale
    self.readings = readings
    self.confirmed = confirmed.filter { readings[$0].map($0.isUnlikely) ?? false }
    self.note = note
  }
}

extension Vitals {
  /// Refuses what cannot be, and asks about what is unlikely and not confirmed; tells all of it at once.
  package func check() throws(InvalidValues) {
    var faults: [InvalidValue] = []
    if readings.isEmpty {
      faults.append(
        InvalidValue(
          "nothing-measured", field: nil, problem: "has no sign", remedy: "Give at least one, e.g. pulse."))
    }
    for sign in VitalSign.allCases {
      if let reading = readings[sign],
        let fault = sign.fault(of: reading, isConfirmed: confirmed.contains(sign))
      {
        faults.append(fault)
      }
    }
    if let systolic = readings[.systolic]?.number, let diastolic = readings[.diastolic]?.number,
      diastolic >= systolic
    {
      faults.append(
        InvalidValue(
          "impossible-value", field: VitalSign.diastolic.rawValue,
          problem: "is not below the systolic pressure",
          remedy: "Measure again, or turn the two round."))
    }
    if let refusal = InvalidValues(faults) { throw refusal }
  }
}

extension VitalSign {
  /// Whether a number can be, and is seldom right.
  func isUnlikely(_ reading: Reading) -> Bool {
    guard case .number(let possible, let likely, _) = form, let number = reading.number else { return false }
    return possible.contains(number) && !likely.contains(number)
  }

  fileprivate func fault(of reading: Reading, isConfirmed: Bool) -> InvalidValue? {
    guard let number = reading.number else {
      guard let word = reading.word else { return nil }
      if case .word(let words) = form, words.contains(word) { return nil }
      return InvalidValue(
        "unknown-code", field: rawValue, problem: "is none of the words for it", remedy: "Use another word.")
    }
    guard case .number(let possible, let likely, _) = form else {
      return InvalidValue("wrong-type", field: rawValue, problem: "is a number", remedy: "Give a word.")
    }
    if self == .temperature, (86...115).contains(number) {
      return InvalidValue(
        "fahrenheit", field: rawValue, problem: "looks like degrees Fahrenheit",
        remedy: "Give it in degrees Celsius: (F - 32) / 1.8, which is \(Self.celsius(number)).")
    }
    guard possible.contains(number) else {
      return InvalidValue(
        "impossible-value", field: rawValue,
        problem: "cannot be: it goes from \(possible.lowerBound) to \(possible.upperBound)",
        remedy: "Measure again, or say why there is none: \(NotMeasured.listing).")
    }
    guard isConfirmed || likely.contains(number) else {
      return InvalidValue(
        "unlikely-value", field: rawValue,
        problem: "is seldom right outside of \(likely.lowerBound) to \(likely.upperBound)",
        remedy: "Measure again; if it is right, send it again with \(rawValue) among the confirmed.")
    }
    return nil
  }

  private static func celsius(_ fahrenheit: Decimal) -> String {
    // Tenths of a degree: (F - 32) * 10 / 1.8 = (F - 32) * 50 / 9.
    let rounded = Int(NSDecimalNumber(decimal: (fahrenheit - 32) * 50 / 9).doubleValue.rounded())
    return "\(rounded / 10).\(rounded % 10)"
  }
}
