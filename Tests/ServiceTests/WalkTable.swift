import Clinic

/// Who may go where, written by hand: the walk holds the service against it, and it against the service.
struct WalkTable {
  /// What becomes of somebody whose role allows it, but in another facility.
  enum Elsewhere {
    /// The same as at home: it belongs to the whole organization.
    case same
    /// It is not there.
    case notFound
    /// There is nothing of it.
    case empty
    /// What was sent is refused for itself, as it would be at home.
    case refused
    /// It takes the role in every facility.
    case forbidden
  }

  struct Line: Sendable {
    let door: String
    let roles: Set<Role>
    let elsewhere: Elsewhere
  }

  static let everyone: Set<Role> = [
    .intake, .nurse, .counsellor, .aftercare, .prescriber, .director, .privacyOfficer, .administrator,
  ]
  private static let clinical: Set<Role> = [.intake, .nurse, .counsellor, .aftercare, .prescriber, .director]
  private static let movers: Set<Role> = [.intake, .nurse, .aftercare, .prescriber, .director]
  private static let callers: Set<Role> = [.intake, .nurse, .aftercare, .director]

  private static let bedside: Set<Role> = [.nurse, .prescriber, .director]

  /// Doors that stand open, because nothing of anybody's is behind them.
  static let open: Set<String> = [
    "GET /healthz", "GET /readyz", "GET /openapi.json", "POST /v1/sessions",
  ]

  static let lines: [Line] = [
    // First, so that the trail has nothing yet of what a stranger asked for.
    Line(door: "GET /v1/audit/events", roles: [.privacyOfficer], elsewhere: .same),
    Line(door: "GET /v1/audit/seals", roles: [.privacyOfficer, .administrator], elsewhere: .same),
    Line(door: "GET /v1/patients/{id}/accesses", roles: [.privacyOfficer], elsewhere: .same),

    Line(door: "GET /v1/enquiries", roles: callers, elsewhere: .empty),
    Line(door: "POST /v1/enquiries", roles: callers, elsewhere: .notFound),
    Line(door: "GET /v1/enquiries/{id}", roles: callers, elsewhere: .notFound),
    Line(door: "PATCH /v1/enquiries/{id}", roles: [.intake, .aftercare, .director], elsewhere: .notFound),
    Line(
      door: "POST /v1/enquiries/{id}/attempts", roles: [.intake, .aftercare, .director], elsewhere: .notFound),

    Line(door: "GET /v1/patients", roles: clinical.union([.privacyOfficer]), elsewhere: .same),
    Line(door: "POST /v1/patients/search", roles: clinical.union([.privacyOfficer]), elsewhere: .same),
    Line(door: "GET /v1/patients/{id}", roles: clinical, elsewhere: .same),
    Line(door: "GET /v1/patients/{id}/summary", roles: clinical, elsewhere: .same),
    Line(door: "POST /v1/intakes", roles: [.intake, .director], elsewhere: .notFound),

    Line(door: "GET /v1/instruments", roles: everyone, elsewhere: .same),
    Line(door: "GET /v1/instruments/{slug}", roles: everyone, elsewhere: .same),
    Line(door: "POST /v1/instruments/{slug}/form", roles: everyone, elsewhere: .same),
    Line(door: "POST /v1/instruments/{slug}/wording", roles: [.director], elsewhere: .same),
    Line(door: "POST /v1/instruments/{slug}/choices", roles: [.director], elsewhere: .same),
    Line(door: "GET /v1/screenings", roles: clinical, elsewhere: .same),
    Line(door: "POST /v1/screenings", roles: clinical, elsewhere: .same),
    Line(door: "GET /v1/screenings/{id}", roles: clinical, elsewhere: .same),
    Line(door: "GET /v1/screenings/{id}/history", roles: clinical, elsewhere: .same),
    Line(door: "POST /v1/screenings/{id}/corrections", roles: clinical, elsewhere: .same),
    Line(door: "POST /v1/screenings/{id}/entered-in-error", roles: clinical, elsewhere: .same),
    Line(door: "GET /v1/patients/{id}/trends/{slug}", roles: clinical, elsewhere: .same),

    Line(door: "POST /v1/episodes", roles: movers, elsewhere: .notFound),
    // Before the moves, so that the stay still goes on.
    Line(door: "GET /v1/step-down", roles: clinical, elsewhere: .empty),
    Line(door: "GET /v1/step-down/continuity", roles: [.director], elsewhere: .same),
    Line(door: "GET /v1/stays/{id}/step-down", roles: clinical, elsewhere: .notFound),
    Line(door: "POST /v1/stays/{id}/step-down", roles: clinical, elsewhere: .notFound),
    Line(door: "POST /v1/stays/{id}/step-down/owners", roles: clinical, elsewhere: .notFound),
    Line(door: "POST /v1/stays/{id}/hand-offs", roles: clinical, elsewhere: .notFound),
    Line(door: "POST /v1/hand-offs/{id}/answers", roles: clinical, elsewhere: .notFound),
    Line(door: "GET /v1/episodes/{id}/appointments", roles: clinical, elsewhere: .notFound),
    Line(door: "POST /v1/episodes/{id}/appointments", roles: clinical, elsewhere: .notFound),
    Line(door: "POST /v1/appointments/{id}/outcome", roles: clinical, elsewhere: .notFound),
    Line(door: "GET /v1/episodes/{id}/authorizations", roles: clinical, elsewhere: .notFound),
    Line(
      door: "POST /v1/episodes/{id}/authorizations", roles: [.intake, .counsellor, .director],
      elsewhere: .notFound),
    Line(
      door: "POST /v1/authorizations/{id}/amendments", roles: [.intake, .counsellor, .director],
      elsewhere: .notFound),
    Line(door: "GET /v1/episodes/{id}/levels", roles: clinical, elsewhere: .notFound),
    Line(
      door: "POST /v1/episodes/{id}/level-assessments",
      roles: [.intake, .nurse, .counsellor, .prescriber, .director], elsewhere: .notFound),
    Line(door: "GET /v1/level-gaps", roles: clinical, elsewhere: .empty),
    Line(door: "GET /v1/patients/{id}/allergies", roles: clinical, elsewhere: .same),
    Line(
      door: "POST /v1/patients/{id}/allergies", roles: [.intake, .nurse, .prescriber, .director],
      elsewhere: .same),
    Line(
      door: "POST /v1/allergies/{id}/retraction", roles: [.intake, .nurse, .prescriber, .director],
      elsewhere: .same),
    Line(door: "GET /v1/episodes/{id}/medication-orders", roles: clinical, elsewhere: .notFound),
    Line(
      door: "POST /v1/episodes/{id}/medication-orders", roles: [.prescriber, .director], elsewhere: .notFound),
    Line(door: "GET /v1/episodes/{id}/medication-chart", roles: clinical, elsewhere: .notFound),
    Line(door: "GET /v1/doses/due", roles: clinical, elsewhere: .empty),
    Line(door: "POST /v1/medication-orders/{id}/doses", roles: [.nurse, .director], elsewhere: .notFound),
    Line(door: "POST /v1/doses/{id}/corrections", roles: [.nurse, .director], elsewhere: .notFound),
    Line(
      door: "POST /v1/medication-orders/{id}/stop", roles: [.prescriber, .director], elsewhere: .notFound),
    Line(
      door: "POST /v1/medication-orders/{id}/acceptance", roles: [.prescriber, .director],
      elsewhere: .notFound),
    Line(door: "GET /v1/facilities/{id}/stock-counts", roles: [.nurse, .director], elsewhere: .empty),
    Line(door: "POST /v1/facilities/{id}/stock-counts", roles: [.nurse, .director], elsewhere: .notFound),
    Line(door: "POST /v1/facilities/{id}/stock-changes", roles: [.nurse, .director], elsewhere: .notFound),

    Line(door: "GET /v1/protocols", roles: everyone, elsewhere: .same),
    Line(door: "POST /v1/protocols", roles: [.director], elsewhere: .same),
    Line(door: "GET /v1/episodes/{id}/flowsheet", roles: clinical, elsewhere: .notFound),
    Line(door: "GET /v1/episodes/{id}/trend", roles: clinical, elsewhere: .notFound),
    Line(door: "POST /v1/episodes/{id}/vitals", roles: bedside, elsewhere: .notFound),
    Line(door: "POST /v1/vitals/{id}/corrections", roles: bedside, elsewhere: .notFound),
    Line(door: "POST /v1/episodes/{id}/monitorings", roles: bedside, elsewhere: .notFound),
    Line(door: "POST /v1/monitorings/{id}/words", roles: bedside, elsewhere: .notFound),
    Line(door: "POST /v1/monitorings/{id}/stop", roles: bedside, elsewhere: .notFound),
    Line(door: "GET /v1/due-checks", roles: clinical, elsewhere: .empty),

    Line(door: "GET /v1/episodes/{id}", roles: clinical, elsewhere: .notFound),
    Line(door: "POST /v1/episodes/{id}/moves", roles: movers, elsewhere: .notFound),
    Line(door: "POST /v1/episodes/{id}/withdrawals", roles: movers, elsewhere: .notFound),
    Line(door: "POST /v1/episodes/{id}/restorations", roles: [.director], elsewhere: .notFound),
    Line(door: "POST /v1/episodes/{id}/corrections", roles: [.director], elsewhere: .notFound),

    Line(door: "GET /v1/transfers", roles: clinical, elsewhere: .same),
    Line(door: "POST /v1/transfers", roles: movers, elsewhere: .notFound),
    Line(door: "GET /v1/transfers/{id}", roles: clinical, elsewhere: .same),
    Line(door: "POST /v1/transfers/{id}/acceptance", roles: movers, elsewhere: .same),
    Line(door: "POST /v1/transfers/{id}/decline", roles: movers, elsewhere: .same),
    Line(door: "POST /v1/transfers/{id}/withdrawal", roles: movers, elsewhere: .notFound),

    Line(door: "GET /v1/stage-rules", roles: everyone, elsewhere: .same),
    Line(door: "GET /v1/stage-rules/picture", roles: everyone, elsewhere: .same),
    Line(door: "GET /v1/facilities", roles: everyone, elsewhere: .same),
    Line(door: "GET /v1/beds", roles: clinical.union([.administrator]), elsewhere: .empty),
    Line(door: "POST /v1/beds/{id}/holds", roles: [.intake, .nurse, .director], elsewhere: .notFound),
    Line(door: "POST /v1/beds/{id}/arrivals", roles: [.intake, .nurse, .director], elsewhere: .notFound),
    Line(
      door: "POST /v1/beds/{id}/blocks", roles: [.nurse, .director, .administrator], elsewhere: .notFound),
    Line(door: "POST /v1/episodes/{id}/bed", roles: movers, elsewhere: .notFound),
    Line(door: "POST /v1/beds/{id}/release", roles: [.intake, .nurse, .director], elsewhere: .notFound),
    Line(door: "GET /v1/board", roles: clinical, elsewhere: .empty),
    Line(door: "GET /v1/board/forecast", roles: clinical, elsewhere: .empty),
    Line(door: "GET /v1/board/events", roles: clinical, elsewhere: .same),

    Line(door: "GET /v1/patients/{id}/care-team", roles: clinical, elsewhere: .same),
    Line(
      door: "POST /v1/patients/{id}/care-team",
      roles: movers.union([.privacyOfficer]), elsewhere: .same),
    Line(
      door: "DELETE /v1/patients/{id}/care-team/{handle}",
      roles: movers.union([.privacyOfficer]), elsewhere: .same),
    Line(
      door: "POST /v1/patients/{id}/restriction", roles: [.director, .privacyOfficer], elsewhere: .same),
    Line(
      door: "DELETE /v1/patients/{id}/restriction", roles: [.director, .privacyOfficer], elsewhere: .same),
    Line(door: "GET /v1/broken-glass", roles: [.privacyOfficer], elsewhere: .same),
    Line(
      door: "POST /v1/broken-glass", roles: [.nurse, .counsellor, .prescriber, .director], elsewhere: .same),
    Line(door: "POST /v1/broken-glass/{id}/review", roles: [.privacyOfficer], elsewhere: .same),

    Line(door: "GET /v1/patients/{id}/consents", roles: clinical.union([.privacyOfficer]), elsewhere: .same),
    Line(
      door: "POST /v1/patients/{id}/consents", roles: [.intake, .counsellor, .director, .privacyOfficer],
      elsewhere: .same),
    Line(door: "GET /v1/consents/{id}", roles: clinical.union([.privacyOfficer]), elsewhere: .same),
    Line(
      door: "POST /v1/consents/{id}/revocations", roles: [.intake, .counsellor, .director, .privacyOfficer],
      elsewhere: .same),
    Line(
      door: "GET /v1/patients/{id}/restriction-requests", roles: clinical.union([.privacyOfficer]),
      elsewhere: .same),
    Line(
      door: "POST /v1/patients/{id}/restriction-requests",
      roles: [.intake, .counsellor, .director, .privacyOfficer], elsewhere: .same),
    Line(door: "POST /v1/disclosures", roles: [.director, .privacyOfficer], elsewhere: .same),
    Line(door: "GET /v1/patients/{id}/disclosures", roles: [.director, .privacyOfficer], elsewhere: .same),
    Line(door: "GET /v1/patients/{id}/counselling-notes", roles: [.counsellor], elsewhere: .empty),
    Line(door: "POST /v1/patients/{id}/counselling-notes", roles: [.counsellor], elsewhere: .empty),

    Line(door: "POST /v1/teds/reporters", roles: [.director], elsewhere: .notFound),
    Line(door: "GET /v1/teds/reporters", roles: [.intake, .director], elsewhere: .empty),
    Line(door: "GET /v1/teds/check", roles: [.intake, .director], elsewhere: .refused),
    Line(door: "POST /v1/teds/submissions", roles: [.director], elsewhere: .refused),
    Line(door: "GET /v1/teds/submissions", roles: [.intake, .director], elsewhere: .empty),
    Line(door: "GET /v1/teds/submissions/{id}", roles: [.intake, .director], elsewhere: .notFound),
    Line(door: "GET /v1/teds/submissions/{id}/file", roles: [.director], elsewhere: .notFound),
    Line(door: "POST /v1/teds/acknowledgements", roles: [.director], elsewhere: .refused),
    Line(door: "GET /v1/data-quality", roles: callers.union([.nurse]), elsewhere: .empty),
    Line(door: "GET /v1/data-quality/items", roles: callers.union([.nurse]), elsewhere: .empty),

    Line(door: "GET /v1/cohorts/report", roles: [.director], elsewhere: .same),
    Line(door: "POST /v1/cohorts/report", roles: [.director], elsewhere: .same),
    Line(door: "GET /v1/reports/members", roles: [.director], elsewhere: .same),
    Line(door: "POST /v1/reports/members", roles: [.director], elsewhere: .same),
    Line(door: "GET /v1/report-schedules", roles: [.director], elsewhere: .empty),
    Line(door: "POST /v1/report-schedules", roles: [.director], elsewhere: .notFound),
    Line(door: "GET /v1/report-schedules/{id}", roles: [.director], elsewhere: .notFound),
    Line(door: "DELETE /v1/report-schedules/{id}", roles: [.director], elsewhere: .notFound),
    Line(door: "POST /v1/report-schedules/{id}/pause", roles: [.director], elsewhere: .notFound),
    Line(door: "DELETE /v1/report-schedules/{id}/pause", roles: [.director], elsewhere: .notFound),
    Line(door: "GET /v1/report-runs", roles: [.director], elsewhere: .empty),
    Line(door: "POST /v1/report-runs", roles: [.director], elsewhere: .same),
    Line(door: "GET /v1/report-runs/{id}", roles: [.director], elsewhere: .notFound),
    Line(door: "POST /v1/report-runs/{id}/repetitions", roles: [.director], elsewhere: .notFound),
    Line(door: "GET /v1/report-runs/{id}/changes", roles: [.director], elsewhere: .notFound),

    Line(door: "GET /v1/roles", roles: [.director, .privacyOfficer, .administrator], elsewhere: .same),
    Line(door: "GET /v1/staff", roles: [.director, .privacyOfficer, .administrator], elsewhere: .same),
    Line(door: "POST /v1/staff", roles: [.administrator], elsewhere: .forbidden),
    Line(door: "POST /v1/staff/{id}/disabling", roles: [.administrator], elsewhere: .forbidden),
    Line(door: "DELETE /v1/staff/{id}/disabling", roles: [.administrator], elsewhere: .forbidden),
    Line(door: "POST /v1/staff/{id}/password", roles: [.administrator], elsewhere: .forbidden),
    Line(door: "POST /v1/staff/{id}/roles", roles: [.administrator], elsewhere: .forbidden),
    Line(door: "DELETE /v1/staff/{id}/roles/{role}", roles: [.administrator], elsewhere: .forbidden),
    Line(door: "GET /v1/sessions", roles: everyone, elsewhere: .same),
    Line(door: "DELETE /v1/sessions", roles: everyone, elsewhere: .same),
    Line(door: "DELETE /v1/sessions/{id}", roles: everyone, elsewhere: .same),
    Line(door: "POST /v1/tokens", roles: everyone, elsewhere: .refused),
    Line(door: "POST /v1/me/password", roles: everyone, elsewhere: .refused),
    Line(door: "GET /v1/me/factor", roles: everyone, elsewhere: .same),
    Line(door: "POST /v1/me/factor", roles: everyone, elsewhere: .refused),
    Line(door: "POST /v1/me/factor/confirmation", roles: everyone, elsewhere: .refused),
    Line(door: "POST /v1/me/factor/recovery-codes", roles: everyone, elsewhere: .refused),
    Line(door: "POST /v1/me/factor/removal", roles: everyone, elsewhere: .refused),
  ]
}
