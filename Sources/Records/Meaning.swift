import Clinic
import Postgres

/// What an error of the database means to a person, where a rule of ours raised it; otherwise the error itself.
///
/// The database decides; this is the one place that puts its words into ours.
func meaning(of error: any Error) -> any Error {
  guard let error = error as? PostgresError else { return error }
  switch error.code?.description {
  case "SW001": return NotSignedIn()
  case "SW002": return NotPermitted(lacking: Permission(rawValue: error.message))
  case "SW003": return Stale(error.message)
  case "SW004": return NotFound(error.message)
  case "SW005":
    return Conflict(
      "already-dealt-with", message: "This has been dealt with already.",
      remedy: "Read it again before you go on.")
  case "SW006":
    return Conflict(
      "several-people", message: "More than one person fits.",
      remedy: "Give the identifier of the one you mean.")
  case "SW026": return MoveRefusals.meaning(of: error.message) ?? error
  case "SW010": return bedRefusal(error.message) ?? error
  case "SW033": return doseRefusal(error.message)
  case "SW007": return SignInRefusals.meaning(of: error.message) ?? error
  case "42501":
    // The policies let nobody write to a facility in which they do not work; where there is none, the keys below say so.
    return NotFound("facility", field: "facility_id")
  default: break
  }
  return error.constraint.flatMap { refusals[$0] } ?? error
}

/// Nobody is signed in, or the session has ended.
package struct NotSignedIn: Refusal, Hashable {
  package var code: String { "not-signed-in" }
  package var message: String { "Nobody is signed in, or the session has ended." }
  package var remedy: String { "Sign in again and repeat the request." }
  package var kind: RefusalKind { .notPermitted }

  package init() {}
}

/// Nobody signs off what they did themselves.
package struct OwnGlass: Refusal, Hashable {
  package var code: String { "own-glass" }
  package var message: String { "You broke this glass yourself." }
  package var remedy: String { "Leave the review to somebody else who may do it." }
  package var kind: RefusalKind { .refusedByRule }

  package init() {}
}

/// The constraints that have words of their own, for the test that holds them against the catalogue.
package var constraintsWithRefusals: [String] { refusals.keys.sorted() }

private let refusals: [String: any Error & Sendable] = [
  "report_schedule_folder": Conflict(
    "folder-taken", message: "Another schedule writes into this folder.", field: "folder",
    remedy: "Choose another folder, or remove that schedule first."),
  "staff_handle_unique": Conflict(
    "handle-taken", message: "There is a member of staff of this short name already.", field: "handle",
    remedy: "Choose another short name."),
  "idempotency_key_once": KeyUsed(),
  "bed_taken": bedTaken,
  "care_team_organization_id_patient_id_fkey": NotFound("patient"),
  "care_team_once": Conflict(
    "on-team", message: "The member of staff is of the care team already.", field: "handle",
    remedy: "Leave it as it is, or remove the member first."),
  "chart_restriction_organization_id_patient_id_fkey": NotFound("patient"),
  "chart_restriction_once": Conflict(
    "chart-restricted", message: "The chart is restricted already.",
    remedy: "Leave it as it is, or lift the restriction first."),
  "consent_revoked_once": Conflict(
    "already-revoked", message: "The consent has been revoked already.", field: "consent_id",
    remedy: "Leave it as it is; a new consent has to be signed."),
  "broken_glass_reviewed_by_another": OwnGlass(),
  "broken_glass_reviewed_whole": InvalidValue(
    "missing-required", field: "note", problem: "is missing, and what was done was not justified",
    remedy: "Say what was wrong and what follows from it."),
  "bed_one_open": bedTaken,
  "transfer_request_one_open": Conflict(
    "transfer-requested", message: "A request to take this patient over is open already.",
    field: "episode_id",
    remedy: "Wait for the answer, or withdraw the request first."),
  "transfer_request_leads_elsewhere": InvalidValue(
    "same-facility", field: "facility_id", problem: "is the facility where the patient is",
    remedy: "Name another facility; within one, the patient is moved."),
  "transfer_request_organization_id_facility_id_fkey": NotFound("facility", field: "facility_id"),
  "bed_label_once": bedKnown,
  "unit_name_unique": Conflict(
    "unit-known", message: "The facility has a unit of this name already.", field: "unit",
    remedy: "See what there is now, and load the file again."),
  "occupation_organization_id_enquiry_id_fkey": NotFound("enquiry", field: "enquiry_id"),
  "teds_reporter_one_provider": Conflict(
    "provider-taken", message: "Another facility reports to the state under this number.", field: "provider",
    remedy: "Give the number that the state gave this facility."),
  "teds_reporter_current": Stale("facility"),
  "teds_reporter_organization_id_facility_id_fkey": NotFound("facility", field: "facility_id"),
  "teds_batch_number_once": Stale("submission"),
  "facility_slug_unique": Conflict(
    "facility-known", message: "There is a facility of this short name already.", field: "slug",
    remedy: "Choose another short name, or go on with the facility that is there."),
  "episode_no_overlap": openEpisode,
  "episode_one_open": openEpisode,
  "stay_no_overlap": Stale("episode"),
  "stay_one_open": Stale("episode"),
  "stay_fact_current": Stale("episode"),
  "episode_fact_current": Stale("episode"),
  "move_order": Stale("episode"),
  "move_legal": Conflict(
    "illegal-move", message: "The stage rules do not allow this move.", field: "event",
    remedy: "Look at what the stage rules allow from here."),
  "patient_identifier_unique": Conflict(
    "number-taken", message: "Another patient has this number already.", field: "numbers",
    remedy: "Search for the number: it may be the same person."),
  "substance_use_rank_unique": InvalidValue(
    "rank-twice", field: "substances", problem: "gives one rank to two substances",
    remedy: "Number the substances 1, 2, 3 in order of importance."),
  "diagnosis_unique": Conflict(
    "diagnosis-known", message: "The patient has this diagnosis already.", field: "diagnoses",
    remedy: "Leave it out, or correct the one that is there."),
  "diagnosis_withdrawal_exists": DiagnosisCode.noWithdrawal(field: "diagnoses"),
  "intake_organization_id_patient_id_fkey": NotFound("patient", field: "patient_id"),
  "intake_organization_id_facility_id_fkey": NotFound("facility", field: "facility_id"),
  "intake_organization_id_enquiry_id_fkey": NotFound("enquiry", field: "enquiry_id"),
  "enquiry_organization_id_facility_id_fkey": NotFound("facility", field: "facility_id"),
  "unit_organization_id_facility_id_fkey": NotFound("facility", field: "facility_id"),
  "episode_fact_organization_id_facility_id_fkey": NotFound("facility", field: "facility_id"),
  "stay_fact_organization_id_facility_id_fkey": NotFound("facility", field: "facility_id"),
  "move_organization_id_facility_id_fkey": NotFound("facility", field: "facility_id"),
  "enquiry_received_before_recorded": InvalidValue(
    "date-in-future", field: "received_at", problem: "is in the future",
    remedy: "Give the time at which the call came in."),
  "screening_organization_id_patient_id_fkey": NotFound("patient", field: "patient_id"),
  "screening_organization_id_episode_id_fkey": NotFound("episode", field: "episode_id"),
  "screening_organization_id_administered_by_fkey": NotFound("member of staff", field: "administered_by"),
  "screening_current": Stale("screening"),
  "instrument_choice_current": Stale("instrument"),
  "instrument_wording_current": Stale("instrument"),
  "episode_organization_id_patient_id_fkey": NotFound("patient", field: "patient_id"),
  "call_attempt_organization_id_enquiry_id_fkey": NotFound("enquiry", field: "enquiry_id"),
  "occupation_organization_id_facility_id_bed_id_fkey": NotFound("bed", field: "bed_id"),
  "episode_fact_organization_id_patient_id_intake_id_fkey": NotFound("intake", field: "intake_id"),
  "occupation_organization_id_patient_id_fkey": NotFound("patient", field: "patient_id"),
  "detailed_drug_known": unknownDrug,
  "substance_use_drug_of_class": InvalidValue(
    "drug-of-other-class", field: "detailed_drug", problem: "is not a drug of the substance's class",
    remedy: "Use a drug whose code begins with the code of the class, e.g. 2004 with 20."),
  "substance_use_none_has_no_route": InvalidValue(
    "none-with-details", field: "substances", problem: "gives details of no substance",
    remedy: "Leave route, frequency and age out where the substance is 1 (none)."),
  "step_down_plan_current": Stale("plan"),
  "step_down_owner_current": Stale("plan"),
  "hand_off_answered_by_receiver": NotTheReceiver(),
  "hand_off_answered_in_order": InvalidValue(
    "end-before-start", field: "at", problem: "is before the hand-off was offered",
    remedy: "Give the time of the answer."),
  "hand_off_organization_id_to_staff_id_fkey": NotFound("member of staff", field: "handle"),
  "step_down_owner_organization_id_staff_id_fkey": NotFound("member of staff", field: "handle"),
  "appointment_kept_is_past": InvalidValue(
    "date-in-future", field: "state", problem: "says what became of an appointment that lies ahead",
    remedy: "Wait until it has passed, or cancel it."),
  "authorization_no_overlap": Conflict(
    "day-authorized", message: "Some of the days are authorized at this level already.", field: "first_day",
    remedy: "Amend the authorization that is there, or leave its days out."),
  "level_assessment_not_ahead": InvalidValue(
    "date-in-future", field: "at", problem: "is in the future", remedy: "Give the time at which it happened."),
  "dose_acted_once": Conflict(
    "dose-acted", message: "Somebody has acted on this dose already.", field: "due_at",
    remedy: "Look at the dose again."),
  "dose_not_too_soon": Conflict(
    "dose-too-soon", message: "Another dose was given shortly before or after.", field: "at",
    remedy: "Look at the order again."),
  "dose_witness_is_another": ownWitness,
  "stock_change_witness_is_another": ownWitness,
  "stock_count_witness_is_another": ownWitness,
  "dose_organization_id_witness_id_fkey": NotFound("member of staff", field: "witness"),
  "stock_change_organization_id_witness_id_fkey": NotFound("member of staff", field: "witness"),
  "stock_count_organization_id_witness_id_fkey": NotFound("member of staff", field: "witness"),
  "stock_change_organization_id_facility_id_fkey": NotFound("facility", field: "facility_id"),
  "stock_count_organization_id_facility_id_fkey": NotFound("facility", field: "facility_id"),
  "medication_order_organization_id_prescriber_id_fkey": NotFound("member of staff", field: "prescriber"),
  "stock_counted_once": Conflict(
    "shift-counted", message: "The drug was counted in this shift already.", field: "correction",
    remedy: "Leave it as it is; where it is wrong, count again and say why in correction."),
  "stock_count_discrepancy_explained": InvalidValue(
    "missing-required", field: "note", problem: "is missing, and the count is not what should be there",
    remedy: "Count again; where it stays so, write down what was found out."),
  "order_stopped_once": Conflict(
    "order-stopped", message: "The order was stopped already.", remedy: "Leave it as it is."),
  "order_accepted_once": nothingToAccept,
  "allergy_once": Conflict(
    "allergy-known", message: "This is on record already.", field: "substance",
    remedy: "Leave it as it is, or retract it first where it is wrong."),
  "allergy_of_one_kind": Conflict(
    "allergy-contradicted", message: "There are allergies on record.",
    remedy: "Retract what is wrong first, with the reason."),
  "vitals_current": Stale("flowsheet"),
  "monitoring_current": Stale("flowsheet"),
  "monitoring_once": Conflict(
    "monitoring-runs", message: "This protocol runs for the person already.", field: "protocol",
    remedy: "Leave it as it is, or stop it first."),
  "protocol_pkey": Conflict(
    "protocol-version-taken", message: "This version of the protocol stands for another text already.",
    field: "version", remedy: "Give the changed protocol a new version."),
  "protocol_in_force": Stale("protocol"),
  "stay_fact_level_edition_level_code_fkey": InvalidValue(
    "unknown-code", field: "level", problem: "is not a level of care of that edition",
    remedy: "Use a code of the edition that you name."),
]

private let ownWitness = InvalidValue(
  "own-witness", field: "witness", problem: "is you yourself", remedy: "Name the colleague who saw it.")

/// What the database found out about a dose after it had waited for somebody else's.
private func doseRefusal(_ message: String) -> Conflict {
  Conflict(
    message, message: "Somebody else acted on the order in the meantime.", remedy: "Look at the order again.")
}

private let bedKnown = Conflict(
  "bed-known", message: "The unit has a bed of this label already.", field: "bed",
  remedy: "See what there is now, and load the file again.")

/// A rule about beds that the database told by its name, with a number where it has one.
private func bedRefusal(_ message: String) -> (any Refusal)? {
  let words = message.split(separator: " ")
  return switch words.first {
  case "hold-too-long": HoldTooLong(hours: words.last.flatMap { Int($0) } ?? 0)
  case "bed-not-in-use": BedNotInUse()
  case "bed-elsewhere": BedElsewhere()
  case "no-bed-then": NoBedThen()
  default: nil
  }
}

private let unknownDrug = InvalidValue(
  "unknown-code", field: "detailed_drug", problem: "is not a drug of the list",
  remedy: "Use a code of the list of detailed drugs, e.g. 2004 for ketamine.")

private let bedTaken = Conflict(
  "bed-taken", message: "The bed is taken for some of that time.", field: "bed_id",
  remedy: "Choose another bed, or a time when this one is free; the board shows both.")

private let openEpisode = Conflict(
  "episode-open", message: "The patient has an episode at that time already.", field: "patient_id",
  remedy: "Go on with the episode that is open, or end it first.")
