import JSON

/// Which versions this LRS speaks (1.0.3 Communication §2.8). Needs neither credentials nor a version.
enum AboutResource {
    static func answer(_ request: XAPIRequest) throws -> XAPIAnswer {
        try request.parameters.allow([])
        return .json(["version": ["1.0.3", "2.0.0"]] as JSONNode)
    }
}
