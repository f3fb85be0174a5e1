import Clinic
import HTTPTypes
import Hummingbird
import Synchronization

/// Turns away whoever opens more different charts in an hour than anybody works on, such as a thief of a session.
///
/// A chart that was opened in that hour is open still, and what was refused or not found does not count.
struct ChartBudget: RouterMiddleware {
  typealias Context = ServiceContext

  private final class Opened: Sendable {
    /// By token, and of each what was opened last when.
    let all = Mutex<[Int: [Int: ContinuousClock.Instant]]>([:])
  }

  private let opened = Opened()
  private let limit: Int
  private static let hour = Duration.seconds(3_600)
  private static let nouns: Set<Substring> = ["patients", "episodes", "screenings"]

  init(chartsPerHour limit: Int) { self.limit = limit }

  func handle(
    _ request: Request, context: ServiceContext,
    next: @concurrent (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    guard let token = request.headers[.authorization]?.hashValue, let chart = Self.chart(request.uri.path)
    else { return try await next(request, context) }
    let now = ContinuousClock.now
    if let wait = opened.all.withLock({ wait(for: chart, token, now, &$0) }) {
      throw Problem(
        .tooManyRequests, "too-many-charts", "More than \(limit) different charts were opened in an hour.",
        remedy: "Go on with those that are open, or wait as long as Retry-After says."
      ).with(.retryAfter, "\(max(1, Int((wait / .seconds(1)).rounded(.up))))")
    }
    let response = try await next(request, context)
    // Only whoever is signed in is remembered, so that strangers cannot fill the memory.
    if response.status.code < 400 { opened.all.withLock { $0[token, default: [:]][chart] = now } }
    return response
  }

  /// Whose records an address is about; nil where it names nobody.
  private static func chart(_ path: String) -> Int? {
    let parts = path.split(separator: "/")
    guard parts.count >= 3, nouns.contains(parts[1]), parts[2].utf8.count == 36 else { return nil }
    return parts[2].lowercased().hashValue
  }

  /// How long to wait until another chart may be opened; nil where it may be at once.
  private func wait(
    for chart: Int, _ token: Int, _ now: ContinuousClock.Instant,
    _ all: inout [Int: [Int: ContinuousClock.Instant]]
  ) -> Duration? {
    guard let mine = all[token], mine[chart] == nil, mine.count >= limit else { return nil }
    let recent = mine.filter { now - $0.value < Self.hour }
    all[token] = recent
    if all.count > 1_000 { all = all.filter { $1.values.contains { now - $0 < Self.hour } } }
    guard recent.count >= limit, let oldest = recent.values.min() else { return nil }
    return Self.hour - (now - oldest)
  }
}
