import Clinic
import Interchange
import Records
import Reports

/// A closed list whose members are words in JSON: `left_against_advice`, `once_or_twice_a_week`.
package protocol Worded: CaseIterable, Hashable, Sendable {
  var word: String { get }
}

extension Worded {
  /// Nil when there is no such word.
  package init?(word: String) {
    guard let value = Self.allCases.first(where: { $0.word == word }) else { return nil }
    self = value
  }
}

extension Worded where Self: RawRepresentable<String> {
  package var word: String { rawValue }
}

extension Caller.Purpose: Worded {}
extension Rhythm.Every: Worded {}
extension ReportSchedule.Form: Worded {}
extension Stage: Worded {}
extension StageState: Worded {}
extension MoveEvent: Worded {}
extension MissingReason: Worded {}
extension OccupationKind: Worded {}
extension BlockCause: Worded {}
extension ExclusiveKind: Worded {}
extension BoardFlag: Worded {}
extension DrugForm: Worded {}
extension PaymentSource: Worded {}
extension LabourForceDetail: Worded {}
extension CriminalJusticeReferral: Worded {}
extension UseOrigin: Worded {}
extension Contact.Kind: Worded {}
extension Enquiry.Relation: Worded {}
extension Enquiry.LossReason: Worded {}
extension CallAttempt.Outcome: Worded {}
extension Circumstance: Worded {}
extension BrokenGlass.Finding: Worded {}
extension Consent.Kind: Worded {}
extension Consent.SignerRole: Worded {}
extension Consent.Recipient.Kind: Worded {}
extension RecordCategory: Worded {}
extension StepDownItem: Worded {}
extension StepDownPart: Worded {}
extension StepDownPlan.Basis: Worded {}
extension StepDownPlan.Transport: Worded {}
extension StepDownLine.Finding: Worded {}
extension StepDownLine.Status: Worded {}
extension HandOff.Kind: Worded {}
extension Appointment.State: Worded {}
extension Authorization.Decision: Worded {}
extension LevelTimeline.Gap: Worded {}
extension LevelAssessment.Difference: Worded {}
extension Continuity.SameDay: Worded {}
extension MedicationOrder.Kind: Worded {}
extension DoseUnit: Worded {}
extension MedicationRoute: Worded {}
extension DoseCause: Worded {}
extension Dose.Outcome: Worded {}
extension DueDose.State: Worded {}
extension OrderCourse.Standing: Worded {}
extension Allergies.Standing: Worded {}
extension StockChange.Kind: Worded {}
extension Administration.Manner: Worded {}
extension ScreeningRecord.State: Worded {}
extension ScreeningRecord.Cause: Worded {}
extension WordingGap.Kind: Worded {}
extension VitalSign: Worded {}
extension NotMeasured: Worded {}
extension News2.Response: Worded {}
extension CheckWord: Worded {}
extension CheckOutcome: Worded {}
extension TEDSLayout.Kind: Worded {}
extension TEDSRule: Worded {}
extension TEDSRule.Severity: Worded {}
extension QualityPurpose: Worded {}
extension MonitoringProtocol.Kind: Worded {}

/// The words of lists that are numbers in the database, made of the names of their cases once.
private func words<Value: CaseIterable & Hashable>(_ type: Value.Type) -> [Value: String] {
  Dictionary(
    uniqueKeysWithValues: Value.allCases.map { value in
      let name = "\(value)".reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
      return (value, name)
    })
}

/// The words that cohort definitions use as well.
private let substances = Dictionary(
  uniqueKeysWithValues: Substance.allCases.map {
    ($0, $0.label.lowercased().replacing(" ", with: "_").replacing("-", with: "_"))
  })
private let routes = words(Route.self)
private let frequencies = words(UseFrequency.self)
private let sexes = words(Sex.self)
private let races = words(Race.self)
private let ethnicities = words(Ethnicity.self)
private let reasons = words(DischargeReason.self)
private let services = words(ServiceSetting.self)

extension Substance: Worded { package var word: String { substances[self] ?? "" } }
extension Route: Worded { package var word: String { routes[self] ?? "" } }
extension UseFrequency: Worded { package var word: String { frequencies[self] ?? "" } }
extension Sex: Worded { package var word: String { sexes[self] ?? "" } }
extension Race: Worded { package var word: String { races[self] ?? "" } }
extension Ethnicity: Worded { package var word: String { ethnicities[self] ?? "" } }
extension DischargeReason: Worded {
  package var word: String { self == .terminatedByFacility ? "terminated" : reasons[self] ?? "" }
}
extension ServiceSetting: Worded { package var word: String { services[self] ?? "" } }

extension JSONWriter {
  /// Adds a member that is a word of a closed list.
  mutating func field(_ name: String, word value: (some Worded)?) {
    field(name, value?.word)
  }

  /// Adds a member that is such a word, or the reason why there is none.
  mutating func field(_ name: String, word value: Recorded<some Worded>) {
    field(name, value.map(\.word))
  }
}
