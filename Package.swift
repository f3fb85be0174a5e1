// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
]

/// A target that imports only what is named here, so that the layers hold: a target stands on those above it in this list.
func module(
  _ name: String, on dependencies: [Target.Dependency] = [], path: String? = nil, exclude: [String] = [],
  resources: [Resource]? = nil
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: path, exclude: exclude, resources: resources,
    swiftSettings: settings)
}

func tests(
  of name: String, with dependencies: [Target.Dependency] = [], resources: [Resource]? = nil,
  exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: exclude,
    resources: resources, swiftSettings: settings)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let yaml = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "stepwell",
  products: [
    .executable(name: "stepwell", targets: ["stepwell"]),
    .library(name: "Postgres", targets: ["Postgres"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
  ],
  targets: [
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
    .target(name: "CPostgres"),
    module("Postgres", on: ["CLibPQ", "CPostgres"]),
    module("PrivatePostgres", on: [subprocess, system]),
    module("Schema", path: "Schema", exclude: ["README.md"], resources: [.embedInCode("migrations")]),
    module("Statistics"),
    module("Clinic", on: [yaml], exclude: ["README.md"], resources: [.embedInCode("Resources")]),
    module("Passwords", on: ["CArgon2", "Clinic", crypto], resources: [.embedInCode("Resources")]),
    module("Records", on: ["Clinic", "Passwords", "Postgres", "Schema", crypto]),
    module("Reports", on: ["Records", "Statistics", crypto, yaml], resources: [.embedInCode("Resources")]),
    module("Interchange", on: ["Records", crypto], resources: [.embedInCode("Resources")]),
    module("Simulator", on: ["Records"]),
    module(
      "Service",
      on: [
        "Interchange", "Records", "Reports", crypto, httpTypes, hummingbird, hummingbirdCore, lifecycle,
        logging, nio,
        nioHTTPTypes, yaml,
      ], resources: [.embedInCode("Resources")]),
    .executableTarget(
      name: "stepwell",
      dependencies: ["Service", "Interchange", "PrivatePostgres", "Simulator", argumentParser],
      swiftSettings: settings),
    .executableTarget(
      name: "DriverBench", dependencies: ["Postgres"], path: "Scripts/Bench/DriverBench",
      swiftSettings: settings),
    .executableTarget(
      name: "ServiceBench", dependencies: ["Service", hummingbird, logging],
      path: "Scripts/Bench/ServiceBench",
      swiftSettings: settings),

    .executableTarget(
      name: "SuppressionProbe", dependencies: ["Reports"], path: "Scripts/Attack/SuppressionProbe",
      swiftSettings: settings),

    module("TestSupport", on: ["Records"], path: "Tests/Support"),
    tests(of: "Postgres"),
    tests(of: "PrivatePostgres", with: [subprocess, system]),
    tests(of: "Statistics", resources: [.copy("Oracles")]),
    tests(of: "Clinic", resources: [.copy("Cases")]),
    tests(of: "Passwords", with: ["TestSupport"]),
    tests(of: "Records", with: ["TestSupport"]),
    tests(of: "Reports", with: ["TestSupport"]),
    tests(of: "Interchange", with: ["TestSupport"]),
    tests(of: "Simulator", with: ["TestSupport", "Reports"], exclude: ["Pictures", "figures.txt"]),
    tests(of: "Service", with: ["TestSupport", hummingbirdTesting, lifecycle, logging, nioPosix]),
    .testTarget(
      name: "CommandTests", dependencies: ["stepwell", "TestSupport", argumentParser], swiftSettings: settings
    ),
  ]
)
