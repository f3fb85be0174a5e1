import Clinic
import Records

/// The tables that a simulation fills, parents before children.
enum ClinicTable: Int, CaseIterable {
  case facility, unit, bed, patient, demographics, identifier, enquiry, callAttempt, intake, substanceUse
  case episode, episodeFact, stay, stayFact, move, occupation, screening, screeningAnswer
  case stepDownPlan, handOff, appointment, authorization, levelAssessment, dimensionRating
  case allergy, flowsheet, monitoring, dueCheck, vitals, bedsideScreening, bedsideAnswer, medicationOrder,
    dose

  /// The name in the schema `clinic`.
  var name: String {
    switch self {
    case .identifier: "patient_identifier"
    case .callAttempt: "call_attempt"
    case .substanceUse: "substance_use"
    case .episodeFact: "episode_fact"
    case .stayFact: "stay_fact"
    case .bedsideScreening: "screening"
    case .screeningAnswer, .bedsideAnswer: "screening_answer"
    case .dueCheck: "due_check"
    case .medicationOrder: "medication_order"
    case .stepDownPlan: "step_down_plan"
    case .handOff: "hand_off"
    case .levelAssessment: "level_assessment"
    case .dimensionRating: "dimension_rating"
    default: "\(self)"
    }
  }

  /// The columns that say who recorded a row or answered it, each with the column of the time if that may be missing.
  var recorders: [(column: String, time: String?)] {
    switch self {
    case .facility, .unit, .bed, .stay, .screeningAnswer, .dimensionRating, .bedsideAnswer, .flowsheet,
      .dueCheck:
      []
    case .medicationOrder: [("prescriber_id", nil), ("recorded_by", nil)]
    case .dose: [("by_id", nil), ("recorded_by", nil)]
    case .handOff: [("recorded_by", nil), ("answered_by", "answered_at")]
    default: [("recorded_by", nil)]
    }
  }

  /// The columns that are generated, in their order; one with `::` is staged as text and cast.
  var columns: [String] {
    switch self {
    case .facility: ["id", "slug", "name", "time_zone", "opened_at"]
    case .unit: ["id", "facility_id", "name", "stage"]
    case .bed: ["id", "facility_id", "unit_id", "label", "in_use"]
    case .patient: ["id", "recorded_at"]
    case .demographics:
      [
        "id", "patient_id", "given_name", "family_name", "birth_date", "sex", "race", "ethnicity_missing",
        "known_from",
      ]
    case .identifier: ["id", "patient_id", "system", "value", "known_from"]
    case .enquiry:
      [
        "id", "facility_id", "received_at", "recorded_at", "caller_name", "caller_relation", "about_name",
        "callback_number", "consent_to_call", "wants", "substance", "state", "loss_reason", "patient_id",
        "next_action",
        "next_action_due",
      ]
    case .callAttempt: ["id", "enquiry_id", "at", "outcome", "recorded_at"]
    case .intake:
      [
        "id", "patient_id", "facility_id", "enquiry_id", "first_contact_at", "at", "referral_source",
        "prior_episodes",
        "employment", "employment_missing", "living_arrangement", "insurance", "marital_status",
        "days_waiting",
        "arrests_past_30_days", "known_from",
      ]
    case .substanceUse:
      [
        "id", "patient_id", "intake_id", "rank", "substance", "detailed_drug", "form", "route", "frequency",
        "age_at_first_use", "last_use", "known_from",
      ]
    case .episode: ["id", "patient_id", "recorded_at", "version"]
    case .episodeFact:
      [
        "id", "episode_id", "patient_id", "facility_id", "intake_id", "readmission_of", "valid",
        "discharge_reason", "corrects", "known_from", "known_to",
      ]
    case .stay: ["id", "episode_id", "patient_id", "recorded_at"]
    case .stayFact:
      [
        "id", "stay_id", "episode_id", "patient_id", "facility_id", "stage", "service", "level_edition",
        "level_code",
        "valid", "end_reason", "corrects", "known_from", "known_to",
      ]
    case .move:
      [
        "id", "episode_id", "sequence", "event", "from_state", "to_state", "facility_id", "stay_id",
        "effective_at", "discharge_reason", "due_back_at", "reason", "corrects", "known_from", "known_to",
      ]
    case .occupation:
      [
        "id", "facility_id", "bed_id", "kind", "stay_id", "episode_id", "patient_id", "valid", "reason",
        "corrects", "known_from", "known_to",
      ]
    case .screening, .bedsideScreening:
      [
        "id", "patient_id", "episode_id", "instrument", "instrument_version", "at", "total", "items_answered",
        "items_required", "band", "flags::text[]", "known_from",
      ]
    case .screeningAnswer, .bedsideAnswer: ["screening_id", "item", "question", "value"]
    case .stepDownPlan:
      [
        "id", "stay_id", "episode_id", "patient_id", "facility_id", "expected_end", "basis", "next_stage",
        "next_edition", "next_code", "destination", "transport", "known_from",
      ]
    case .handOff:
      [
        "id", "hand_off_id", "stay_id", "episode_id", "patient_id", "facility_id", "to_name", "to_place",
        "offered_at", "answer", "answered_at", "known_from",
      ]
    case .appointment:
      [
        "id", "appointment_id", "episode_id", "patient_id", "facility_id", "at", "place", "with_name",
        "state",
        "known_from", "known_to",
      ]
    case .authorization:
      [
        "id", "authorization_id", "episode_id", "patient_id", "facility_id", "payer", "reference",
        "level_edition", "level_code", "days", "decision", "known_from",
      ]
    case .levelAssessment:
      [
        "id", "episode_id", "patient_id", "facility_id", "at", "edition", "recommended", "agreed",
        "difference",
        "known_from",
      ]
    case .allergy: ["id", "patient_id", "kind", "substance", "reaction", "known_from"]
    case .flowsheet: ["episode_id", "patient_id", "facility_id"]
    case .monitoring:
      [
        "id", "monitoring_id", "episode_id", "patient_id", "facility_id", "protocol", "protocol_version",
        "counted_from", "started_at", "stopped_at", "reason", "known_from",
      ]
    case .dueCheck:
      [
        "monitoring_id", "check_name", "episode_id", "patient_id", "facility_id", "protocol", "title",
        "planned_at", "planned_late_at", "planned_ends_at", "minutes", "changed_at", "last_at",
        "last_outcome", "last_score", "raised_at",
        "raised_tell", "raised_then", "raised_score", "answer_by",
      ]
    case .vitals:
      ["id", "vitals_id", "episode_id", "patient_id", "facility_id", "at"]
        + VitalSign.allCases.flatMap { sign in
          let cast =
            switch sign.form {
            case .word: ""
            case .number(_, _, decimals: 0): "::smallint"
            case .number: "::numeric"
            }
          return [sign.rawValue + cast, sign.rawValue + "_missing"]
        } + ["known_from"]
    case .medicationOrder:
      [
        "id", "episode_id", "stay_id", "patient_id", "facility_id", "kind", "drug", "amount::numeric", "unit",
        "route",
        "times::smallint[]", "taper_amounts::numeric[]", "taper_days", "starts", "until", "indication",
        "controlled",
        "ordered_at", "recorded_at",
      ]
    case .dose:
      [
        "id", "dose_id", "order_id", "patient_id", "episode_id", "facility_id", "ordered_at", "unit",
        "as_needed",
        "witness_needed", "due_at", "outcome", "at", "amount::numeric", "cause", "known_from",
      ]
    case .dimensionRating:
      ["assessment_id", "patient_id", "edition", "dimension", "rating", "missing_reason"]
    }
  }
}

/// Generated rows on their way to the database, table by table.
struct ClinicRows: Sendable {
  private var tables = ClinicTable.allCases.map { _ in BinaryRows() }
  private(set) var counts = ClinicTable.allCases.map { _ in 0 }

  /// Adds a row, whose fields `fill` writes in the order of the table's columns.
  mutating func add(_ table: ClinicTable, _ fill: (inout BinaryRows) -> Void) {
    counts[table.rawValue] += 1
    tables[table.rawValue].row(table.columns.count)
    fill(&tables[table.rawValue])
  }

  func count(_ table: ClinicTable) -> Int { counts[table.rawValue] }

  /// The bytes of a table so far, ready for a binary COPY.
  func bytes(_ table: ClinicTable) -> [UInt8] {
    var rows = tables[table.rawValue]
    rows.end()
    return rows.bytes
  }
}
