import HTTPTypes
import Hummingbird
import Synchronization

/// How many requests one caller may make.
package struct RequestRate: Sendable, Hashable {
  /// In the long run.
  package var perSecond: Double
  /// At once, after a pause.
  package var burst: Double

  package init(perSecond: Double, burst: Double) {
    self.perSecond = perSecond
    self.burst = burst
  }
}

/// Turns away who asks too often: each address and each account has a bucket of its own, which fills again.
///
/// An account behind many addresses is held by its own bucket, and a room full of people behind one address by that of
/// the address, which is larger. Nobody is kept out for longer than a bucket takes to fill by one.
struct RateLimiter: RouterMiddleware {
  typealias Context = ServiceContext

  private struct Bucket {
    var tokens: Double
    var at: ContinuousClock.Instant
  }

  private final class Buckets: Sendable {
    let all = Mutex<[Int: Bucket]>([:])
  }

  private let buckets = Buckets()
  private let account: RequestRate
  private let address: RequestRate
  private let isBehindProxy: Bool

  init(account: RequestRate, isBehindProxy: Bool) {
    self.account = account
    self.isBehindProxy = isBehindProxy
    address = RequestRate(perSecond: account.perSecond * 4, burst: account.burst * 4)
  }

  func handle(
    _ request: Request, context: ServiceContext,
    next: @concurrent (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    let now = ContinuousClock.now
    var waits: [Duration] = []
    if let from = context.address(of: request, isBehindProxy: isBehindProxy) {
      waits.append(take("address \(from)", address, now))
    }
    if let token = request.headers[.authorization] { waits.append(take("account \(token)", account, now)) }
    let wait = waits.max() ?? .zero
    guard wait == .zero else {
      throw Problem(
        .tooManyRequests, "too-many-requests", "Too many requests came from here in a short time.",
        remedy: "Wait as long as Retry-After says, and ask less often."
      ).with(.retryAfter, "\(max(1, Int((wait / .seconds(1)).rounded(.up))))")
    }
    return try await next(request, context)
  }

  /// Takes one token out of a bucket; how long to wait for one where it is empty.
  private func take(_ key: String, _ rate: RequestRate, _ now: ContinuousClock.Instant) -> Duration {
    buckets.all.withLock { all in
      if all.count > Self.most { all = all.filter { now - $0.value.at < Self.memory } }
      let bucket = all[key.hashValue] ?? Bucket(tokens: rate.burst, at: now)
      let tokens = min(rate.burst, bucket.tokens + (now - bucket.at) / .seconds(1) * rate.perSecond)
      all[key.hashValue] = Bucket(tokens: tokens < 1 ? tokens : tokens - 1, at: now)
      return tokens < 1 ? .seconds((1 - tokens) / rate.perSecond) : .zero
    }
  }

  private static let most = 50_000
  private static let memory = Duration.seconds(60)
}
