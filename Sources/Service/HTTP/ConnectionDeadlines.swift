import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Ends connections that keep the server waiting: for a head, for the rest of a body that drips in, or for an answer to
/// be taken.
///
/// The server's own time-out counts from the last byte, so a client that sends one byte a second would stay for ever.
/// While an answer is being made nobody waits for the client, and no deadline of a request runs.
final class ConnectionDeadlines: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let head: TimeAmount
  private let body: TimeAmount
  private let answer: TimeAmount
  private var deadline: NIODeadline?
  /// Until when what was written must begin to go out again; nil while it does.
  private var writableBy: NIODeadline?
  private var unanswered = 0
  private var isInBody = false
  private var timer: Scheduled<Void>?

  init(head: TimeAmount, body: TimeAmount, answer: TimeAmount) {
    self.head = head
    self.body = body
    self.answer = answer
  }

  func handlerAdded(context: ChannelHandlerContext) {
    deadline = .now() + head
    if context.channel.isActive { watch(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    watch(context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    timer = nil
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      unanswered += 1
      isInBody = true
      deadline = .now() + body
    case .body: break
    case .end:
      isInBody = false
      deadline = nil
    }
    context.fireChannelRead(data)
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    writableBy = context.channel.isWritable ? nil : .now() + answer
    context.fireChannelWritabilityChanged()
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) {
      unanswered -= 1
      if unanswered == 0, !isInBody { deadline = .now() + head }
    }
    context.write(data, promise: promise)
  }

  /// One timer that looks at the deadline when it rings costs less than one for each request.
  private func watch(_ context: ChannelHandlerContext) {
    guard timer == nil else { return }
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleTask(in: min(head, body, answer) / 4) {
      let (handler, context) = bound.value
      handler.timer = nil
      if let deadline = handler.writableBy, deadline <= .now() {
        context.close(promise: nil)
      } else if let deadline = handler.deadline, deadline <= .now() {
        handler.end(context)
      } else {
        handler.watch(context)
      }
    }
  }

  /// Says why, when the client is in the middle of a request that nobody has answered yet.
  private func end(_ context: ChannelHandlerContext) {
    if isInBody, unanswered == 1 {
      let response = HTTPResponse(
        status: .requestTimeout, headerFields: [.connection: "close", .contentLength: "0"])
      context.write(wrapOutboundOut(.head(response)), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
    context.close(promise: nil)
  }
}

extension TimeAmount {
  fileprivate static func / (amount: TimeAmount, divisor: Int64) -> TimeAmount {
    .nanoseconds(amount.nanoseconds / divisor)
  }
}
