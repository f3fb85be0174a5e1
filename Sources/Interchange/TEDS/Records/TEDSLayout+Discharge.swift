import Clinic

extension TEDSLayout {
  /// The discharge record: 137 characters (DIS 1 to 27), of which DIS 11 to 20 repeat the admission.
  package static let discharge = TEDSLayout(
    .discharge,
    [
      (.dis1, "system transaction", 1, .letter("ACD")),
      (.dis2, "state", 2, .state),
      (.dis3, "reporting month", 6, .month),
      (.dis4, "provider", 15, .identifier),
      (.dis5, "client", 15, .identifier),
      (.dis6, "co-dependent", 1, .code("yes_no", missing: [])),
      (.dis7, "service at discharge", 2, .code("service_setting", missing: [.notApplicable])),
      (.dis8, "date of last contact", 8, .day(isBirth: false)),
      (.dis9, "date of discharge", 8, .day(isBirth: false)),
      (.dis10, "reason for discharge", 2, .code("discharge_reason", missing: [])),
      (.dis11, "provider at admission", 15, .identifier),
      (.dis12, "client at admission", 15, .identifier),
      (.dis13, "co-dependent at admission", 1, .code("yes_no", missing: [])),
      (.dis14, "client transaction at admission", 1, .letter("AT")),
      (.dis15, "admission date", 8, .day(isBirth: false)),
      (.dis16, "service at admission", 2, .code("service_setting", missing: [.notApplicable])),
      (.dis17, "date of birth", 8, .day(isBirth: true)),
      (.dis18, "sex", 1, .asked("sex")),
      (.dis19, "race", 2, .asked("race")),
      (.dis20, "ethnicity", 2, .asked("ethnicity")),
      (.dis21a, "primary substance at discharge", 2, .asked("substance")),
      (.dis21b, "secondary substance at discharge", 2, .asked("substance")),
      (.dis21c, "tertiary substance at discharge", 2, .asked("substance")),
      (.dis22a, "primary frequency at discharge", 2, .asked("use_frequency", orNotApplicable: true)),
      (.dis22b, "secondary frequency at discharge", 2, .asked("use_frequency", orNotApplicable: true)),
      (.dis22c, "tertiary frequency at discharge", 2, .asked("use_frequency", orNotApplicable: true)),
      (.dis23, "living arrangement at discharge", 2, .asked("living_arrangement")),
      (.dis24, "employment at discharge", 2, .asked("employment")),
      (
        .dis25, "not in labour force at discharge, detailed", 2,
        .asked("labour_force_detail", orNotApplicable: true)
      ),
      (.dis26, "arrests in 30 days at discharge", 2, .number(0...96, missing: [.unknown, .notCollected])),
      (.dis27, "self-help in 30 days at discharge", 2, .asked("self_help")),
    ])
}
