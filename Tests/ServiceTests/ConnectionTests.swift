import Foundation
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOPosix
import Records
import TestSupport
import Testing

@testable import Service

@Suite(.database, .serialized, .timeLimit(.minutes(10)))
struct ConnectionTests {
  /// Serves with short deadlines, sends the pieces one after the other, and gives what came back before the end.
  private func talk(_ pieces: [String], pause: Duration = .milliseconds(100)) async throws -> String {
    let database = try TestDatabase.required()
    var configuration = ServiceConfiguration()
    (configuration.headDeadline, configuration.bodyDeadline) = (.milliseconds(800), .milliseconds(800))
    let service = try ClinicService(records: database.records, configuration: configuration)
    return try await service.application().test(.live) { client in
      let port = try #require(client.port)
      let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connect(host: "localhost", port: port) { channel in
          channel.eventLoop.makeCompletedFuture {
            try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
          }
        }
      return try await channel.executeThenClose { inbound, outbound in
        try await withThrowingTaskGroup(of: String.self) { group in
          group.addTask {
            var text = ""
            do {
              for try await buffer in inbound { text += String(buffer: buffer) }
            } catch let reset as IOError where reset.errnoCode == ECONNRESET {
              // So ends a connection on which the server left something unread.
            }
            return text
          }
          for piece in pieces {
            // The server may have had enough already.
            try? await outbound.write(ByteBuffer(string: piece))
            try await Task.sleep(for: pause)
          }
          return try await group.next() ?? ""
        }
      }
    }
  }

  @Test func `a head that drips in is not waited for`() async throws {
    let began = ContinuousClock.now
    let answer = try await talk(["GET /healthz HTTP/1.1\r\n"] + (0..<20).map { "X-\($0): y\r\n" })

    #expect(answer.isEmpty)
    #expect(ContinuousClock.now - began < .seconds(15))
  }

  @Test func `a body that drips in is not waited for`() async throws {
    let head =
      "POST /v1/enquiries HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\nContent-Type: application/json\r\n"
    let answer = try await talk([head + "Content-Length: 100\r\n\r\n"] + Array(repeating: " ", count: 20))

    #expect(answer.hasPrefix("HTTP/1.1 408"))
  }

  @Test func `a body that is too large is refused before it has come`() async throws {
    let token = try TestDatabase.required().caller.token.text
    let answer = try await talk([
      "POST /v1/enquiries HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(token)\r\n"
        + "Content-Type: application/json\r\nContent-Length: 20000000\r\n\r\n"
    ])

    #expect(answer.hasPrefix("HTTP/1.1 413"))
  }

  @Test func `an answer that nobody takes is not kept waiting`() async throws {
    let database = try TestDatabase.required()
    var configuration = ServiceConfiguration()
    configuration.answerDeadline = .milliseconds(800)
    let service = try ClinicService(records: database.records, configuration: configuration)
    try await service.application().test(.live) { client in
      let port = try #require(client.port)
      let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .channelOption(.autoRead, value: false)
        .connect(host: "localhost", port: port).get()
      let request = "GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
      // More than fits into the buffers of both ends.
      try await channel.writeAndFlush(ByteBuffer(string: String(repeating: request, count: 400)))

      let began = ContinuousClock.now
      await #expect(throws: (any Error).self) {
        while ContinuousClock.now - began < .seconds(60) {
          try await channel.writeAndFlush(ByteBuffer(string: request))
          try await Task.sleep(for: .milliseconds(100))
        }
      }
      try? await channel.close()
    }
  }

  @Test func `an address that others can reach needs a proxy in front`() throws {
    let records = try TestDatabase.required().records
    #expect(throws: (any Error).self) {
      _ = try ClinicService(records: records, configuration: ServiceConfiguration(host: "0.0.0.0"))
    }
    _ = try ClinicService(
      records: records, configuration: ServiceConfiguration(host: "0.0.0.0", isBehindProxy: true))
  }
}
