import Foundation

/// What a person told when they came in: circumstances, substances in order of importance, diagnoses.
package struct Intake: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Intake>

  package let id: ID
  package let patientID: Patient.ID
  package let facilityID: Facility.ID
  /// The call that it began with, if there was one.
  package let enquiryID: Enquiry.ID?
  package let at: Date
  /// When the person first asked for help.
  package let firstContactAt: Date?
  package let circumstances: [Circumstance: Recorded<Int16>]
  package let substances: [SubstanceUse]
  package let diagnoses: [Diagnosis]
  package let notes: Note?

  package init(
    id: ID, patientID: Patient.ID, facilityID: Facility.ID, enquiryID: Enquiry.ID? = nil, at: Date,
    firstContactAt: Date? = nil, circumstances: [Circumstance: Recorded<Int16>] = [:],
    substances: [SubstanceUse] = [], diagnoses: [Diagnosis] = [], notes: Note? = nil
  ) {
    self.id = id
    self.patientID = patientID
    self.facilityID = facilityID
    self.enquiryID = enquiryID
    self.at = at
    self.firstContactAt = firstContactAt
    self.circumstances = circumstances
    self.substances = substances
    self.diagnoses = diagnoses
    self.notes = notes
  }
}

/// A circumstance asked about at intake; the values are codes or counts of the TEDS admission record.
///
/// One that was not asked about yet is absent from the record, which is not the same as "not collected".
package enum Circumstance: String, CaseIterable, Hashable, Sendable, Codable {
  case referralSource = "referral_source"
  /// Earlier treatment episodes; 5 means five or more.
  case priorEpisodes = "prior_episodes"
  case educationYears = "education_years"
  case employment
  case livingArrangement = "living_arrangement"
  case incomeSource = "income_source"
  case insurance
  case maritalStatus = "marital_status"
  /// 1 yes, 0 no.
  case pregnant, veteran
  /// Days between asking for help and admission, without delay that the person caused.
  case daysWaiting = "days_waiting"
  case arrestsPast30Days = "arrests_past_30_days"
  /// Attendance of self-help groups in the past 30 days.
  case selfHelp = "self_help"
  /// Who is expected to pay, or pays, for most of it; which is not how the person is insured.
  case paymentSource = "payment_source"
  /// Whether there is a psychiatric problem beside that with substances: 1 yes, 0 no.
  case psychiatricProblem = "psychiatric_problem"
  /// Why somebody is not in the labour force; only of those who are not.
  case labourForceDetail = "labour_force_detail"
  /// Which part of criminal justice referred the person; only where one did.
  case criminalJustice = "criminal_justice"

  /// Whether `value` is one of the codes, or within the range, that the record allows.
  package func allows(_ value: Int16) -> Bool {
    switch self {
    case .referralSource: (1...7).contains(value)
    case .priorEpisodes: (0...5).contains(value)
    case .educationYears: (0...25).contains(value)
    case .employment: (1...4).contains(value)
    case .livingArrangement: (1...3).contains(value)
    case .incomeSource: [1, 2, 3, 4, 20, 21].contains(value)
    case .insurance: [1, 2, 3, 4, 6, 20, 21].contains(value)
    case .maritalStatus: (1...5).contains(value)
    case .pregnant, .veteran, .psychiatricProblem: (0...1).contains(value)
    case .daysWaiting: (0...996).contains(value)
    case .arrestsPast30Days: (0...96).contains(value)
    case .selfHelp, .labourForceDetail: (1...6).contains(value)
    case .paymentSource: (1...9).contains(value)
    case .criminalJustice: (1...8).contains(value)
    }
  }

  /// Refuses a value that the record does not allow.
  package func check(_ value: Recorded<Int16>) throws(InvalidValue) {
    guard let number = value.value, !allows(number) else { return }
    throw InvalidValue(
      "unknown-code", field: rawValue, problem: "has a value that it does not know", value: "\(number)",
      remedy: "Use a code of the TEDS admission record, or say why it is missing.")
  }
}
