/// How long to wait before the next attempt to connect.
enum Backoff {
  /// Longer after each failure, up to two seconds, and by chance a little shorter, so that not all come at once.
  static func delay(after failures: Int) -> Duration {
    let ceiling = min(0.05 * Double(1 << min(failures, 6)), 2)
    return .seconds(Double.random(in: ceiling / 2...ceiling))
  }
}
