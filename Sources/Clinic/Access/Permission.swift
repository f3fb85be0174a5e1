/// What a member of staff may be allowed to do.
///
/// A role is a list of these, in the file of roles. Every unit of work names the one that it needs, so nothing can be done that nobody thought about allowing.
package enum Permission: String, CaseIterable, Hashable, Sendable, Codable {
  case enquiryRead = "enquiry.read"
  case enquiryLog = "enquiry.log"
  /// Work the call-back queue: attempts, next steps, losing an enquiry.
  case enquiryWork = "enquiry.work"

  case patientSearch = "patient.search"
  case patientRead = "patient.read"
  case intakeRead = "intake.read"
  case intakeRecord = "intake.record"
  case screeningRead = "screening.read"
  case screeningRecord = "screening.record"
  /// Load the official words of instruments, choose their bands, retire them, and score anew.
  case instrumentManage = "instrument.manage"

  case episodeRead = "episode.read"
  case episodeMove = "episode.move"
  case episodeCorrect = "episode.correct"
  /// Replace the stage rules of the organization by those of a file.
  case stageRuleLoad = "stage_rule.load"
  /// Ask another facility to take a patient over, and withdraw that.
  case transferRequest = "transfer.request"
  /// Accept or decline a patient of another facility.
  case transferAnswer = "transfer.answer"
  case boardRead = "board.read"
  case bedRead = "bed.read"
  case bedHold = "bed.hold"
  case bedBlock = "bed.block"

  /// Plan the end of a stay: expected end, next place, hand-off, transport, appointments.
  case stepDownWork = "step_down.work"
  /// Write down what the payer says.
  case authorizationRecord = "authorization.record"
  /// Assess the level of care.
  case levelAssess = "level.assess"

  /// Read orders, doses, allergies and the medication chart.
  case medicationRead = "medication.read"
  /// Order medicines, stop orders, and accept them for another stage.
  case medicationOrder = "medication.order"
  /// Act on doses: given, held, refused, entered in error.
  case medicationGive = "medication.give"
  case allergyRecord = "allergy.record"
  /// Count controlled drugs, and write down what came in and what was wasted.
  case stockCount = "stock.count"
  /// Read what was measured, and what is due.
  case flowsheetRead = "flowsheet.read"
  /// Record what was measured, and why a check was not done.
  case flowsheetRecord = "flowsheet.record"
  /// Start and stop a monitoring protocol for a person.
  case monitoringOrder = "monitoring.order"
  /// Put a monitoring protocol of the clinic's own in force.
  case protocolLoad = "protocol.load"

  case reportRun = "report.run"
  /// Read the state report: what is wrong in it, what was sent, and what was answered.
  case tedsRead = "teds.read"
  /// Send the state report, which is a disclosure, and write down what the state answers.
  case tedsExport = "teds.export"
  /// Look at the board of data quality.
  case qualityRead = "quality.read"
  /// See counts from 1 to 10 in reports; without it they are withheld.
  case reportCells = "report.cells"
  /// Have reports made again and again, and written into a folder.
  case reportSchedule = "report.schedule"

  /// Say who is of the care team of a patient.
  case careTeamAssign = "care_team.assign"
  /// Restrict a chart to its care team, and lift that.
  case chartRestrict = "chart.restrict"
  /// Open a restricted chart for a reason and a while.
  case chartBreakGlass = "chart.break_glass"
  /// Look at why somebody broke the glass, and sign it off.
  case glassReview = "glass.review"

  case consentRead = "consent.read"
  case consentRecord = "consent.record"
  /// Give records to somebody outside.
  case disclosureMake = "disclosure.make"
  /// Read the accounting of disclosures.
  case disclosureRead = "disclosure.read"
  /// Read counselling notes, which stand apart from the chart (42 CFR 2.11).
  case counsellingNoteRead = "counselling_note.read"
  case counsellingNoteWrite = "counselling_note.write"

  case auditSearch = "audit.search"
  case auditVerify = "audit.verify"

  case facilityOpen = "facility.open"
  case staffRead = "staff.read"
  /// Add and disable staff, grant roles, reset credentials.
  case staffManage = "staff.manage"
  case roleManage = "role.manage"
  case importRun = "import.run"
  /// Load a made-up clinic.
  case demoLoad = "demo.load"
}

extension Permission {
  /// What it allows, as a verb phrase: "read a chart".
  package var words: String {
    switch self {
    case .enquiryRead: "read enquiries"
    case .enquiryLog: "log an enquiry"
    case .enquiryWork: "work the call-back queue"
    case .patientSearch: "search for patients"
    case .patientRead: "read a chart"
    case .intakeRead: "read an intake"
    case .intakeRecord: "record an intake"
    case .screeningRead: "read screenings"
    case .screeningRecord: "record a screening"
    case .instrumentManage: "manage the instruments"
    case .episodeRead: "read an episode"
    case .episodeMove: "admit or move a patient"
    case .episodeCorrect: "correct a move"
    case .stageRuleLoad: "load stage rules"
    case .transferRequest: "ask another facility to take a patient over"
    case .transferAnswer: "accept or decline a patient of another facility"
    case .boardRead: "read the board"
    case .bedRead: "read the beds"
    case .bedHold: "hold or release a bed"
    case .bedBlock: "block a bed"
    case .stepDownWork: "plan the end of a stay"
    case .authorizationRecord: "record an authorization"
    case .levelAssess: "assess the level of care"
    case .medicationRead: "read the medication record"
    case .medicationOrder: "order medicines"
    case .medicationGive: "give, hold or correct doses"
    case .allergyRecord: "record allergies"
    case .stockCount: "count controlled drugs"
    case .flowsheetRead: "read a flowsheet"
    case .flowsheetRecord: "record vital signs"
    case .monitoringOrder: "start or stop a monitoring protocol"
    case .protocolLoad: "load a monitoring protocol"
    case .reportRun: "run a report"
    case .tedsRead: "read the state report"
    case .tedsExport: "send the state report"
    case .qualityRead: "read the board of data quality"
    case .reportCells: "see small counts in reports"
    case .reportSchedule: "schedule reports"
    case .careTeamAssign: "change a care team"
    case .chartRestrict: "restrict a chart"
    case .chartBreakGlass: "break the glass"
    case .glassReview: "review broken glass"
    case .consentRead: "read consents"
    case .consentRecord: "record a consent"
    case .disclosureMake: "disclose records"
    case .disclosureRead: "read the accounting of disclosures"
    case .counsellingNoteRead: "read counselling notes"
    case .counsellingNoteWrite: "write counselling notes"
    case .auditSearch: "search the audit trail"
    case .auditVerify: "verify the audit trail"
    case .facilityOpen: "open a facility"
    case .staffRead: "read the staff list"
    case .staffManage: "manage the staff"
    case .roleManage: "define roles"
    case .importRun: "import records"
    case .demoLoad: "load a made-up clinic"
    }
  }
}
