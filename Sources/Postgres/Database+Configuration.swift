extension Database {
  /// Which connections a unit of work uses.
  public enum LaneName: Int, CaseIterable, Sendable {
    /// Short work that people wait for.
    case interactive
    /// Long reads that may take their time, and never hold up the interactive ones.
    case reporting
  }

  /// How a unit of work becomes a transaction.
  public enum UnitMode: Sendable {
    /// By the server's own rule that one pipeline up to its sync is one transaction.
    case implicit
    /// By BEGIN and COMMIT in the same pipeline, for servers where the rule does not hold, such as Citus. Each
    /// connection then has one unit in flight.
    case explicit
  }

  /// The connections of one kind of work.
  public struct Lane: Sendable {
    /// How many connections the lane's units share.
    public var connections: Int
    /// How many connections transactions and streams may have for themselves, beside the shared ones.
    public var exclusiveConnections: Int
    /// How many units may be in flight on one shared connection.
    public var pipelineDepth: Int
    /// How long the server works on one statement before it gives up.
    public var statementTimeout: Duration
    /// How many units the lane takes, waiting and running; more are refused at once.
    public var queueLimit: Int
    /// Where the lane connects, such as a replica, if not where the database does.
    public var conninfo: String?

    /// Connections of that number; the rest is what short work needs.
    public init(
      connections: Int, exclusiveConnections: Int = 4, pipelineDepth: Int = 64,
      statementTimeout: Duration = .seconds(5), queueLimit: Int = 4096, conninfo: String? = nil
    ) {
      self.connections = connections
      self.exclusiveConnections = exclusiveConnections
      self.pipelineDepth = pipelineDepth
      self.statementTimeout = statementTimeout
      self.queueLimit = queueLimit
      self.conninfo = conninfo
    }
  }

  /// Where the database is and how to use it.
  public struct Configuration: Sendable {
    /// A connection string or URI of libpq.
    ///
    /// With several hosts the first that fits is used.
    public var conninfo: String
    /// The connections of short work.
    public var interactive = Lane(connections: 8)
    /// The connections of long reads, one unit on each at a time.
    public var reporting = Lane(
      connections: 2, pipelineDepth: 1, statementTimeout: .seconds(600), queueLimit: 64)
    /// How a unit of work becomes a transaction.
    public var unitMode = UnitMode.implicit
    /// The name under which the server lists the sessions.
    public var applicationName = "stepwell"
    /// The role the sessions take on at their start, if not the one they log in as.
    public var role: String?
    /// How many statements each connection keeps prepared.
    public var statementCacheCapacity = 256
    /// How long work waits for a first connection before it is told that there is none.
    public var connectPatience = Duration.seconds(2)

    /// Where to break connections, in tests.
    package var faults: FaultPlan?

    /// The defaults, for the database that `conninfo` leads to.
    public init(_ conninfo: String) { self.conninfo = conninfo }
  }
}

extension Database {
  /// How long the server works on one statement of a lane before it gives up.
  package func statementTimeout(on lane: LaneName) -> Duration {
    switch lane {
    case .interactive: configuration.interactive.statementTimeout
    case .reporting: configuration.reporting.statementTimeout
    }
  }
}

extension Database.Configuration {
  /// The lanes in the order of their names.
  var lanes: [Database.Lane] {
    [interactive, reporting].map { lane in
      guard unitMode == .explicit else { return lane }
      var lane = lane
      lane.pipelineDepth = 1
      return lane
    }
  }

  func target(for lane: Database.Lane) -> ConnectionTarget {
    let timeout = Int(lane.statementTimeout / .milliseconds(1))
    var settings = [
      ("TimeZone", "UTC"), ("DateStyle", "ISO"), ("IntervalStyle", "iso_8601"),
      ("statement_timeout", String(timeout)),
    ]
    if let role { settings.append(("role", role)) }
    return ConnectionTarget(
      lane.conninfo ?? conninfo, applicationName: applicationName,
      settings: settings.map { (name: $0.0, value: $0.1) })
  }
}
