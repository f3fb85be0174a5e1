import CPostgres
import Glibc

/// epoll and the descriptor that wakes it.
///
/// Registrations are level-triggered, since libpq may leave bytes unread. They stay armed: the loop's thread is
/// the only one that waits and the only one that reads.
struct Poller: ~Copyable {
  static let readable = EPOLLIN.rawValue
  static let writable = EPOLLOUT.rawValue
  /// The identifier under which the wake-up descriptor reports.
  static let wakeUp = UInt64.max

  private let epoll: Int32
  private let event: Int32
  private var events = [epoll_event](repeating: epoll_event(), count: 64)

  init() {
    epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    event = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    precondition(epoll >= 0 && event >= 0, "no descriptors left for an event loop")
    set(event, id: Self.wakeUp, interest: Self.readable, isNew: true)
  }

  deinit {
    Glibc.close(epoll)
    Glibc.close(event)
  }

  /// The descriptor to write to in order to wake the loop, from any thread.
  var alarm: Int32 { event }

  func set(_ descriptor: Int32, id: UInt64, interest: UInt32, isNew: Bool) {
    var entry = epoll_event()
    entry.events = interest
    entry.data.u64 = id
    epoll_ctl(epoll, isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &entry)
  }

  func remove(_ descriptor: Int32) {
    epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, nil)
  }

  /// Waits at most `milliseconds`, or for ever if negative.
  ///
  /// - Returns: How many are ready; ``ready(_:)`` tells them.
  mutating func wait(milliseconds: Int32) -> Int {
    Int(max(epoll_wait(epoll, &events, Int32(events.count), milliseconds), 0))
  }

  /// One of those that the last wait has found; nil for the wake-up.
  func ready(_ index: Int) -> (id: UInt64, isWritable: Bool)? {
    let id = events[index].data.u64
    guard id == Self.wakeUp else { return (id, events[index].events & Self.writable != 0) }
    var value: UInt64 = 0
    _ = read(event, &value, 8)
    return nil
  }
}
