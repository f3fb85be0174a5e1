import Service

extension Chart {
  /// The chart as the HTTP API sends it.
  var representation: ChartRepresentation {
    ChartRepresentation(
      patient, details: details, intake: intake, substances: substances, episodes: episodes,
      screenings: screenings, allergies: allergies)
  }
}
