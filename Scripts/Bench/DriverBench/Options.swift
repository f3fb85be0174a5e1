/// What to measure and where.
struct Options {
  enum Misuse: Error { case message(String) }

  var conninfo = ""
  var name = "driver.lookup"
  var seconds = 3.0
  var tasks = 64
  /// A durable commit waits for the disk, and more connections wait together; a look-up does not wait.
  var connections: Int { chosenConnections ?? (name == "driver.unit" ? 16 : 4) }
  private var chosenConnections: Int?

  /// Reads `--conninfo`, `--name`, `--seconds`, `--tasks` and `--connections`, each with its value behind it.
  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let option = rest.popFirst() {
      guard let value = rest.popFirst() else { throw Misuse.message("\(option) needs a value") }
      switch option {
      case "--conninfo": conninfo = value
      case "--name": name = value
      case "--seconds": seconds = Double(value) ?? seconds
      case "--tasks": tasks = Int(value) ?? tasks
      case "--connections": chosenConnections = Int(value)
      default: throw Misuse.message("\(option) is not an option")
      }
    }
  }
}
