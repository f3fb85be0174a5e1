import Clinic
import Hummingbird
import HummingbirdCore
import NIOCore

/// Where and how the service listens.
package struct ServiceConfiguration: Sendable {
  package var host: String
  /// 0 lets the system choose.
  package var port: Int
  /// Whether a proxy that ends TLS, or a private network, stands between the service and everybody else.
  package var isBehindProxy: Bool
  /// More connections than that wait until one ends.
  package var connectionLimit = 512
  /// How often one account may ask; one address may four times as often.
  ///
  /// Nil lets everybody ask as often as they like, which is how it is where nobody else can reach the service.
  package var requestRate: RequestRate?
  /// How many different charts one session may open in an hour; nil for any number.
  package var chartsPerHour: Int?
  /// How long a connection may take to send the head of its next request.
  package var headDeadline = Duration.seconds(30)
  /// How long a request may take to arrive whole once its head is there.
  package var bodyDeadline = Duration.seconds(30)
  /// How long a client may take no byte of an answer that waits for it.
  package var answerDeadline = Duration.seconds(30)
  /// Whether a database that may lose what it promised makes the service not ready; off in tests only.
  package var insistsOnDurability = true

  package init(host: String = "127.0.0.1", port: Int = 8_080, isBehindProxy: Bool = false) {
    self.host = host
    self.port = port
    self.isBehindProxy = isBehindProxy
    requestRate = isBehindProxy ? RequestRate(perSecond: 50, burst: 200) : nil
    chartsPerHour = isBehindProxy ? 300 : nil
  }

  /// Refuses an address that others can reach when nothing protects what is sent.
  func check() throws(InvalidValue) {
    let isLoopback = host == "localhost" || host == "::1" || host.hasPrefix("127.")
    guard isLoopback || isBehindProxy else {
      throw InvalidValue(
        "exposed-address", field: "host",
        problem: "is reachable by others, and the service has no TLS of its own",
        value: host,
        remedy: "Listen on 127.0.0.1, or say that a proxy ends TLS in front of it with --behind-proxy.")
    }
  }

  var application: ApplicationConfiguration {
    ApplicationConfiguration(
      address: .hostname(host, port: port), serverName: nil,
      availableConnectionsDelegate: MaximumAvailableConnections(connectionLimit))
  }

  var server: HTTPServerBuilder {
    let (head, body, answer) = (
      TimeAmount(headDeadline), TimeAmount(bodyDeadline), TimeAmount(answerDeadline)
    )
    return .http1(
      configuration: .init(
        additionalChannelHandlers: [ConnectionDeadlines(head: head, body: body, answer: answer)]))
  }
}
