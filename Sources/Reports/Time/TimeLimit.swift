extension Duration {
  /// For how many seconds whoever waits for a report may let the database work on it.
  package static let secondsOfReport = 1...3_600

  /// For how long the database may work on a report that a schedule makes, for which nobody waits.
  package static let ofScheduledReport = Duration.seconds(3_600)
}
