import ArgumentParser
import Clinic
import Foundation
import Service

/// Domain values as they are typed.
extension Identifier: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension Stage: ExpressibleByArgument {}
extension BlockCause: ExpressibleByArgument {}
extension ExclusiveKind: ExpressibleByArgument {}
extension StageState: ExpressibleByArgument {}
extension Enquiry.LossReason: ExpressibleByArgument {}
extension Enquiry.Relation: ExpressibleByArgument {}
extension CallAttempt.Outcome: ExpressibleByArgument {}
extension LevelOfCare.Edition: ExpressibleByArgument {}

extension DischargeReason: ExpressibleByArgument {
  /// By its TEDS code (`02`, `2`) or in words (`left-against-advice`).
  public init?(argument: String) {
    let words = argument.lowercased().replacing("-", with: " ").replacing("_", with: " ")
    let found = Self.allCases.first { $0.tedsCode == words || "\($0.rawValue)" == words || $0.words == words }
    guard let found else { return nil }
    self = found
  }

  public static var allValueStrings: [String] { allCases.map { $0.words.replacing(" ", with: "-") } }
  public var defaultValueDescription: String { words }

  /// The label without punctuation.
  private var words: String { label.replacing(",", with: "") }
}

extension ServiceSetting: ExpressibleByArgument {
  /// In words (`residential_short_term`) or by its TEDS code (`04`, `4`).
  public init?(argument: String) {
    let code = Int16(argument).flatMap(ServiceSetting.init)
    guard let found = code ?? ServiceSetting(word: argument.lowercased().replacing("-", with: "_")) else {
      return nil
    }
    self = found
  }

  public static var allValueStrings: [String] { allCases.map(\.word) }
  public var defaultValueDescription: String { word }
}

extension String? {
  /// The text as one line that the records can hold; `field` is the option it was typed at.
  func line(_ field: String) throws -> Line? { try map { try Line($0, field: field) } }

  /// The text as a note of several lines.
  func note(_ field: String) throws -> Note? { try map { try Note($0, field: field) } }
}
