// swift-tools-version: 6.2
import PackageDescription

// The house, floor by floor. A target imports only from floors below its own, or beside it where listed;
// .ci/check-imports holds the sources to what stands here.

// 0  C libraries: a module map and a shim each, with exactly one importer
let cLibraries: [Target] = [
    .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CLibArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .target(name: "COpenSSLShims", dependencies: ["COpenSSL"]),
    .target(name: "CLibXML2Shims", dependencies: ["CLibXML2"]),
    .target(name: "CLibArchiveShims", dependencies: ["CLibArchive"]),
]

// 1  foundations
let foundations: [Target] = [
    .target(name: "Values"),
    .target(name: "JSON"),
    .target(name: "Texts", dependencies: ["Values"]),
    .target(name: "Cryptography", dependencies: ["Values", "COpenSSL", "COpenSSLShims"]),
    .target(
        name: "Database",
        dependencies: ["Values", "Cryptography", "CLibPQ", .grdb, .grdbSQLite, .nioPosix],
        resources: [.embedInCode("Migrations")]),
    .target(name: "PersonalData", dependencies: ["Values", "JSON", "Database"]),
    .target(
        name: "OutboundHTTP",
        dependencies: ["Values", .asyncHTTPClient, .nioCore, .nioHTTP1, .nioPosix, .nioSSL]),
    .target(
        name: "Outbox",
        dependencies: ["Values", "JSON", "Database", "PersonalData", .logging, .metrics, .lifecycle]),
]

// 2  standards: know nothing of the product
let standards: [Target] = [
    .target(name: "JOSE", dependencies: ["Values", "JSON", "Cryptography"]),
    .target(name: "LTI", dependencies: ["Values", "JSON", "Cryptography", "JOSE"]),
    .target(name: "XAPI", dependencies: ["Values", "JSON", "Cryptography", "JOSE"]),
    .target(name: "CMI5", dependencies: ["Values", "JSON", "XAPI"]),
    .target(
        name: "ContentPackages",
        dependencies: [
            "Values", "JSON", "Cryptography", "CLibXML2", "CLibXML2Shims", "CLibArchive", "CLibArchiveShims",
        ]),
]

// 3  domains: each owns its tables
let domains: [Target] = [
    .target(
        name: "Access",
        dependencies: ["Values", "JSON", "Cryptography", "JOSE", "XAPI", "Database", "PersonalData"]),
    .target(
        name: "Connections",
        dependencies: [
            "Values", "JSON", "Cryptography", "JOSE", "LTI", "Database", "PersonalData", "OutboundHTTP", "Outbox",
        ]),
    .target(
        name: "Cohorts", dependencies: ["Values", "JSON", "Cryptography", "XAPI", "CMI5", "Database", "PersonalData"]),
    .target(
        name: "Content",
        dependencies: [
            "Values", "JSON", "Cryptography", "XAPI", "CMI5", "ContentPackages", "Database", "PersonalData",
        ]),
    .target(
        name: "LearningRecords", dependencies: ["Values", "JSON", "Cryptography", "XAPI", "Database", "PersonalData"]),
    .target(
        name: "Exports",
        dependencies: [
            "Values", "JSON", "Cryptography", "JOSE", "Texts", "Database", "PersonalData", "XAPI", "Access",
            "Cohorts", "LearningRecords", "ContentPackages",
        ]),
    .target(
        name: "Privacy",
        dependencies: [
            "Values", "JSON", "Cryptography", "JOSE", "Texts", "Database", "PersonalData", "Access", "LearningRecords",
            "ContentPackages", "Exports",
        ]),
]

let everyDomain: [Target.Dependency] = [
    "Access", "Connections", "Cohorts", "Content", "LearningRecords", "Exports", "Privacy",
]
let everyStandard: [Target.Dependency] = ["JOSE", "LTI", "XAPI", "CMI5", "ContentPackages"]
let everyFoundation: [Target.Dependency] = [
    "Values", "JSON", "Texts", "Cryptography", "Database", "PersonalData", "OutboundHTTP", "Outbox",
]

// 4  workflows: one file a verb, the only place where domains meet
let workflows: [Target] = [
    .target(
        name: "Workflows", dependencies: everyDomain + everyStandard + everyFoundation + [.logging, .metrics])
]

// 5  edges
let edges: [Target] = [
    .target(
        name: "Web",
        dependencies: ["Workflows"] + everyDomain + everyStandard + everyFoundation + [
            .hummingbird, .httpTypes, .mustache, .nioCore, .lifecycle, .logging, .metrics,
        ],
        resources: [.embedInCode("Templates"), .embedInCode("Assets")]),
    .target(
        name: "Server",
        dependencies: ["Web", "Workflows"] + everyDomain + everyStandard + everyFoundation + [
            .hummingbird, .hummingbirdCore, .hummingbirdTLS, .httpTypes, .nioCore, .nioPosix, .nioSSL, .lifecycle,
            .logging, .metrics,
            .configuration,
        ]),
    .target(
        name: "DemoLMS",
        dependencies: [
            "Values", "JSON", "Cryptography", "JOSE", .hummingbird, .httpTypes, .mustache, .nioCore, .nioHTTP1,
            .lifecycle,
            .logging, .asyncHTTPClient,
        ],
        resources: [.embedInCode("Templates")]),
    .target(
        name: "SampleContent", dependencies: ["Values", "ContentPackages"], resources: [.embedInCode("Packages")]),
    .target(
        name: "DemoData",
        dependencies: [
            "Values", "Access", "Cohorts", "Connections", "Content", "ContentPackages", "Database", "DemoLMS",
            "SampleContent", "Workflows",
        ]),
    .target(
        name: "DemoJourney",
        dependencies: ["Values", "JSON", "DemoLMS", .asyncHTTPClient, .nioCore, .nioHTTP1]),
    .target(
        name: "Bench",
        dependencies: ["Server", "DemoLMS", "DemoData", "DemoJourney", "Workflows", "CReference"] + everyDomain
            + everyStandard + everyFoundation + [.logging]),
    .executableTarget(
        name: "lectern",
        dependencies: [
            "Server", "Web", "Bench", "DemoLMS", "DemoData", "DemoJourney", "SampleContent", "Workflows",
        ] + everyDomain
            + everyStandard + everyFoundation + [.argumentParser, .lifecycle, .logging, .asyncHTTPClient, .nioCore]),
]

// beside the house: writes what the tests showed into conformance/, and the limits that the bench compares with
let tools: [Target] = [
    .executableTarget(name: "ConformanceReport"),
    .target(
        name: "CReference", linkerSettings: [.linkedLibrary("sqlite3"), .linkedLibrary("crypto")]),
]

let tests: [Target] = [
    .target(
        name: "TestWorld", dependencies: ["Values", "Database"] + [.nioPosix], path: "Tests/TestWorld"),
    .target(
        name: "ServiceWorld",
        dependencies: ["Server", "DemoLMS", "DemoData", "DemoJourney", "TestWorld", "Workflows", .lifecycle, .logging]
            + everyDomain + everyFoundation,
        path: "Tests/ServiceWorld"),
    .testTarget(name: "ValuesTests", dependencies: ["Values"]),
    .testTarget(name: "JSONTests", dependencies: ["JSON"]),
    .testTarget(name: "TextsTests", dependencies: ["Texts", "Values"]),
    .testTarget(name: "CryptographyTests", dependencies: ["Cryptography", "Values"]),
    .testTarget(name: "DatabaseTests", dependencies: ["Database", "Values", "Cryptography", "TestWorld"]),
    .testTarget(
        name: "OutboundHTTPTests", dependencies: ["OutboundHTTP", "Values", .hummingbird, .httpTypes, .nioCore]),
    .testTarget(
        name: "OutboxTests",
        dependencies: ["Outbox", "Database", "PersonalData", "Values", "JSON", "TestWorld", .logging, .lifecycle]),
    .testTarget(name: "JOSETests", dependencies: ["JOSE", "Cryptography", "JSON", "Values"]),
    .testTarget(name: "LTITests", dependencies: ["LTI", "JOSE", "Cryptography", "JSON", "Values"]),
    .testTarget(
        name: "XAPITests", dependencies: ["XAPI", "JOSE", "Cryptography", "JSON", "Values", "TestWorld"]),
    .testTarget(name: "CMI5Tests", dependencies: ["CMI5", "XAPI", "JSON", "Values"]),
    .testTarget(name: "ContentPackagesTests", dependencies: ["ContentPackages", "JSON", "Values"]),
    .testTarget(
        name: "DomainTests", dependencies: everyDomain + everyStandard + everyFoundation + ["TestWorld"]),
    .testTarget(
        name: "WorkflowsTests",
        dependencies: [
            "Server", "Workflows", "SampleContent", "TestWorld", .hummingbird, .httpTypes, .nioCore, .logging,
        ]
            + everyDomain
            + everyStandard
            + everyFoundation),
    .testTarget(
        name: "WebTests",
        dependencies: [
            "Web", "Server", "Workflows", "SampleContent", "TestWorld", .logging, .hummingbird, .nioCore,
            .hummingbirdTesting,
            .httpTypes,
        ]
            + everyDomain + everyStandard + everyFoundation),
    .testTarget(
        name: "ServerTests",
        dependencies: [
            "Server", "Access", "Database", "OutboundHTTP", "PersonalData", "TestWorld", "Values", .configuration,
            .metrics,
        ]),
    .testTarget(
        name: "EndToEndTests",
        dependencies: [
            "Server", "Web", "ServiceWorld", "Workflows", "DemoLMS", "DemoData", "DemoJourney", "SampleContent",
            "TestWorld",
            .asyncHTTPClient, .nioCore, .nioHTTP1, .lifecycle, .hummingbird, .httpTypes, .logging,
        ]
            + everyDomain + everyStandard + everyFoundation,
        exclude: ["OpenEdX/openedx_platform.py", "TinCan"]),
    .testTarget(
        name: "ConformanceTests",
        dependencies: [
            "Server", "Web", "ServiceWorld", "Workflows", "DemoLMS", "DemoData", "DemoJourney", "SampleContent",
            "TestWorld", .asyncHTTPClient, .nioCore, .nioHTTP1, .nioPosix, .nioSSL,
        ]
            + everyDomain + everyStandard + everyFoundation),
]

let package = Package(
    name: "lectern",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", exact: "2.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration.git", exact: "1.4.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", exact: "2.37.6"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client.git", exact: "1.37.0"),
    ],
    targets: cLibraries + foundations + standards + domains + workflows + edges + tools + tests,
    swiftLanguageModes: [.v6]
)

extension Target.Dependency {
    static var grdb: Self { .product(name: "GRDB", package: "GRDB.swift") }
    static var grdbSQLite: Self { .product(name: "GRDBSQLite", package: "GRDB.swift") }
    static var nioCore: Self { .product(name: "NIOCore", package: "swift-nio") }
    static var nioPosix: Self { .product(name: "NIOPosix", package: "swift-nio") }
    static var nioHTTP1: Self { .product(name: "NIOHTTP1", package: "swift-nio") }
    static var nioSSL: Self { .product(name: "NIOSSL", package: "swift-nio-ssl") }
    static var asyncHTTPClient: Self { .product(name: "AsyncHTTPClient", package: "async-http-client") }
    static var hummingbird: Self { .product(name: "Hummingbird", package: "hummingbird") }
    static var hummingbirdCore: Self { .product(name: "HummingbirdCore", package: "hummingbird") }
    static var hummingbirdTLS: Self { .product(name: "HummingbirdTLS", package: "hummingbird") }
    static var hummingbirdTesting: Self { .product(name: "HummingbirdTesting", package: "hummingbird") }
    static var httpTypes: Self { .product(name: "HTTPTypes", package: "swift-http-types") }
    static var mustache: Self { .product(name: "Mustache", package: "swift-mustache") }
    static var argumentParser: Self { .product(name: "ArgumentParser", package: "swift-argument-parser") }
    static var configuration: Self { .product(name: "Configuration", package: "swift-configuration") }
    static var lifecycle: Self { .product(name: "ServiceLifecycle", package: "swift-service-lifecycle") }
    static var logging: Self { .product(name: "Logging", package: "swift-log") }
    static var metrics: Self { .product(name: "Metrics", package: "swift-metrics") }
}

// The compiler's rules, the same for every Swift target.
let inC = Set(cLibraries.map(\.name) + ["CReference"])
for target in package.targets where !inC.contains(target.name) {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .treatAllWarnings(as: .error),
        ]
}
